import { BusinessSection } from '../../../../features/settings/business-section'

export default function Page() {
  return <BusinessSection />
}
