import { OrganisationSection } from '../../../../features/settings/organisation-section'

export default function Page() {
  return <OrganisationSection />
}
