'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useAnnouncement } from '../../components/ui/announcer'
import { blanksIn } from '../quick-replies/fill-in'
import { AskBand } from './ask-band'

/** Asks once before a text goes out in which something is not filled in. */
export function useBlanks(text: string, box: RefObject<HTMLTextAreaElement | null>) {
  const t = useTranslations('composer')
  const [asked, setAsked] = useState<{ text: string; isDone: boolean } | null>(null)
  const blanks = blanksIn(text)
  const [first] = blanks
  return {
    isAsking: first !== undefined && asked?.text === text,
    /** Whether it was asked of who wanted to be done, too. */
    isDone: asked?.isDone ?? false,
    blanks,
    /** Whether the text has to wait for an answer; asked again, it goes as it is. */
    ask(isDone: boolean): boolean {
      if (!first || asked?.text === text) return false
      setAsked({ text, isDone })
      box.current?.focus()
      box.current?.setSelectionRange(first.from, first.to)
      useAnnouncement.getState().announce(t('blank', { blank: first.text }))
      return true
    },
  }
}

type Blanks = ReturnType<typeof useBlanks>['blanks']

/** What is not filled in, and the way to send it all the same. */
export function BlankBand({ blanks: [first], onSend }: { blanks: Blanks; onSend: () => void }) {
  const t = useTranslations('composer')
  return (
    <AskBand testId="blank-band" look="bg-warn-soft text-warn" onSend={onSend}>
      {t('blank', { blank: first?.text ?? '' })}
    </AskBand>
  )
}

interface MarksProps {
  text: string
  blanks: Blanks
  box: RefObject<HTMLTextAreaElement | null>
}

/** The same text under the field's own, unseen but for a line under what is not filled in. */
export function BlankMarks({ text, blanks, box }: MarksProps) {
  const layer = useRef<HTMLDivElement>(null)
  const ends = [0, ...blanks.map(({ to }) => to)]
  useEffect(() => {
    const field = box.current
    const follow = () => {
      if (layer.current && field) layer.current.scrollTop = field.scrollTop
    }
    follow()
    field?.addEventListener('scroll', follow)
    return () => field?.removeEventListener('scroll', follow)
  }, [box])
  return (
    <div
      ref={layer}
      aria-hidden
      dir="auto"
      data-testid="blank-marks"
      className="pointer-events-none col-start-1 row-start-1 max-h-[40dvh] overflow-hidden px-4 py-3 text-msg max-md:px-1 md:pb-1 [overflow-wrap:break-word] whitespace-pre-wrap text-transparent"
    >
      {blanks.map(({ from, to, text: blank }, index) => (
        <span key={to}>
          {text.slice(ends[index], from)}
          <mark className="rounded-tail bg-warn-soft text-transparent underline decoration-warn decoration-2 underline-offset-4">
            {blank}
          </mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </div>
  )
}
