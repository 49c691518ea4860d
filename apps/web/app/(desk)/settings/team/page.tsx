import { TeamSection } from '../../../../features/settings/team-section'

export default function Page() {
  return <TeamSection />
}
