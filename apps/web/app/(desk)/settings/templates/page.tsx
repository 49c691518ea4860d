import { TemplatesSection } from '../../../../features/settings/templates-section'

export default function Page() {
  return <TemplatesSection />
}
