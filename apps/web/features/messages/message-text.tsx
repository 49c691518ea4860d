import { Fragment } from 'react'
import { parseText, type Piece } from './parse-text'

/** A person's text with its links and WhatsApp's markup, made of elements, never of HTML. */
export function MessageText({ text }: { text: string }) {
  return <Pieces pieces={parseText(text)} />
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, index) => (
    <Fragment key={index}>
      <OnePiece piece={piece} />
    </Fragment>
  ))
}

function OnePiece({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'mono':
      return <code className="font-mono text-[0.92em]">{piece.text}</code>
    case 'bold':
      return (
        <strong className="font-semibold">
          <Pieces pieces={piece.pieces} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.pieces} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} />
        </s>
      )
    case 'link':
      return (
        <a
          href={piece.href}
          target="_blank"
          rel="noopener noreferrer"
          className="break-all text-link underline underline-offset-2"
        >
          {piece.text}
        </a>
      )
  }
}
