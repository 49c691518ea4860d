import { NumbersSection } from '../../../../features/settings/numbers-section'

export default async function Page({ searchParams }: { searchParams: Promise<object> }) {
  return <NumbersSection connecting={'connect' in (await searchParams)} />
}
