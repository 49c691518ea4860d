import { NumbersSection } from '../../../../features/settings/numbers-section'

export default function Page() {
  return <NumbersSection />
}
