'use client'
import { Fragment } from 'react'
import type { TextProps } from './message-text'
import { parseText, type Piece } from './parse-text'

/** A person's text as WhatsApp would show it. */
export function FormattedText({ text, tabIndex }: TextProps) {
  return <Pieces pieces={parseText(text)} tabIndex={tabIndex} />
}

function Pieces({ pieces, tabIndex }: { pieces: Piece[]; tabIndex: number }) {
  return pieces.map((piece, index) => (
    <Fragment key={index}>
      <OnePiece piece={piece} tabIndex={tabIndex} />
    </Fragment>
  ))
}

function OnePiece({ piece, tabIndex }: { piece: Piece; tabIndex: number }) {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'mono':
      // What is written in it reads from its own side, whatever stands around it.
      return (
        <code dir="auto" className="rounded-tail bg-bubble-well px-1 font-mono text-[0.875em]">
          {piece.text}
        </code>
      )
    case 'list':
      return <Lines items={piece.items} tabIndex={tabIndex} />
    case 'link':
      return (
        <a
          href={piece.href}
          dir="ltr"
          tabIndex={tabIndex}
          target="_blank"
          rel="noopener noreferrer"
          className="text-link underline underline-offset-2"
        >
          {piece.text}
        </a>
      )
    default: {
      const [Tag, className] = tags[piece.kind]
      return (
        <Tag className={className}>
          <Pieces pieces={piece.pieces} tabIndex={tabIndex} />
        </Tag>
      )
    }
  }
}

const tags = {
  bold: ['strong', 'font-semibold'],
  italic: ['em', undefined],
  strike: ['s', undefined],
  quote: ['blockquote', 'my-0.5 border-s-3 border-ink-3 ps-2 text-ink-2'],
} as const

interface LinesProps {
  items: Extract<Piece, { kind: 'list' }>['items']
  tabIndex: number
}

/** Their signs are drawn where a line begins, and the numbers are those that were written. */
function Lines({ items, tabIndex }: LinesProps) {
  return (
    <ul role="list" className="ps-6">
      {items.map(({ number, pieces }, index) => (
        <li
          key={index}
          value={number ?? undefined}
          className={number === null ? 'list-disc' : 'list-decimal tabular-nums'}
        >
          <Pieces pieces={pieces} tabIndex={tabIndex} />
        </li>
      ))}
    </ul>
  )
}
