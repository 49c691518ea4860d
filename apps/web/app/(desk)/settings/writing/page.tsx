import { WritingSection } from '../../../../features/settings/writing-section'

export default function Page() {
  return <WritingSection />
}
