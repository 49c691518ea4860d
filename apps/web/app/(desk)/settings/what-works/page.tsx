import { WhatWorksSection } from '../../../../features/settings/what-works-section'

export default function Page() {
  return <WhatWorksSection />
}
