import { LabelsSection } from '../../../../features/settings/labels-section'

export default function Page() {
  return <LabelsSection />
}
