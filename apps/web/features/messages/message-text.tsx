import { Fragment } from 'react'
import { isPlain, parseText, type Piece } from './parse-text'

/** A person's text with WhatsApp's markup and its links, which Tab reaches by `tabIndex`; made of elements, never of HTML. */
export function MessageText({ text, tabIndex }: { text: string; tabIndex: number }) {
  return isPlain(text) ? text : <Pieces pieces={parseText(text)} tabIndex={tabIndex} />
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
      return <code className="rounded-tail bg-bubble-well px-1 font-mono text-[0.875em]">{piece.text}</code>
    case 'bold':
      return (
        <strong className="font-semibold">
          <Pieces pieces={piece.pieces} tabIndex={tabIndex} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.pieces} tabIndex={tabIndex} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} tabIndex={tabIndex} />
        </s>
      )
    case 'link':
      return (
        <a
          href={piece.href}
          tabIndex={tabIndex}
          target="_blank"
          rel="noopener noreferrer"
          className="text-link underline underline-offset-2"
        >
          {piece.text}
        </a>
      )
  }
}
