import { NumbersSection } from '../../../features/settings/numbers-section'

/** Wide screens show the first section beside the list; on a phone the list stands alone. */
export default function Page() {
  return <NumbersSection />
}
