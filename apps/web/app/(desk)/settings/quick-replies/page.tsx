import { QuickRepliesSection } from '../../../../features/settings/quick-replies-section'

export default function Page() {
  return <QuickRepliesSection />
}
