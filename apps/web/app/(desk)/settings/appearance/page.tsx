import { AppearanceSection } from '../../../../features/settings/appearance-section'

export default function Page() {
  return <AppearanceSection />
}
