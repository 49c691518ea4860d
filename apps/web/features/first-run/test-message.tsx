'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { request } from '../../client/request'
import { sentenceOf } from '../../client/api-error'
import { Button } from '../../components/ui/button'
import { chatAccountsKey } from '../../client/use-chat-accounts'

/** Whether a simulated customer stands by; without the simulator this answers 404 and nothing is shown. */
function useDemo() {
  return useQuery({
    queryKey: ['demo'],
    queryFn: () => request<{ phoneUrl: string }>('GET', '/demo'),
    retry: false,
  })
}

/** Makes a simulated customer write to the number, and leads to the phone it wrote from. */
export function TestMessageButton({ number }: { number: string | null }) {
  const { data: demo } = useDemo()
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: () => request('POST', '/demo', number ? { number } : {}),
    // The first message of an org without a number connects a simulated one.
    onSuccess: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
  })
  if (!demo) return null
  return (
    <>
      <Button
        look="primary"
        data-testid="test-message-button"
        disabled={send.isPending}
        onClick={() => send.mutate()}
      >
        {send.isPending ? 'Sending…' : 'Send me a test message'}
      </Button>
      {send.isError ? (
        <p role="alert" className="order-last w-full text-danger">
          {sentenceOf(send.error)}
        </p>
      ) : null}
      <span className="order-last flex w-full justify-center">
        <PhoneLink url={demo.phoneUrl} />
      </span>
    </>
  )
}

function PhoneLink({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-11 items-center gap-1.5 text-ui text-ink-2 underline underline-offset-2 hover:text-ink md:min-h-6"
    >
      <Smartphone size={16} strokeWidth={1.75} aria-hidden />
      Open the simulated phone
    </a>
  )
}

/** The same link, quiet, for the foot of the list. */
export function QuietPhoneLink() {
  const { data: demo } = useDemo()
  return demo ? (
    <div className="border-t border-line px-5 py-1.5">
      <PhoneLink url={demo.phoneUrl} />
    </div>
  ) : null
}
