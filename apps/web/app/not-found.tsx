import Link from 'next/link'
import { Button } from '../components/ui/button'

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-title font-semibold">There is nothing at this address</h1>
      <Button look="outline" asChild>
        <Link href="/inbox">Go to the inbox</Link>
      </Button>
    </main>
  )
}
