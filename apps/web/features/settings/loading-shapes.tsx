'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from './card'

/** What is going to stand there. */
export type Shape = 'rows' | 'number' | 'form'

/** Keeps the place of what is loading, in its shape, so that nothing moves when it comes. */
export function LoadingShape({ shape }: { shape: Shape }) {
  const t = useTranslations('common')
  const Drawn = shapes[shape]
  return (
    <div role="status" aria-label={t('loading')} className="grid gap-4">
      <Drawn />
    </div>
  )
}

const shapes = { rows: Rows, number: NumberShape, form: Form }

function Bar({ className }: { className: string }) {
  return <div className={`rounded-full bg-inset ${className}`} />
}

function Row({ children }: { children?: ReactNode }) {
  return (
    <div className="flex items-center gap-3">
      <div className="size-9 shrink-0 rounded-full bg-inset" />
      <div className="grid flex-1 gap-2">
        <Bar className="h-3 w-2/5" />
        <Bar className="h-3 w-3/5" />
      </div>
      {children}
    </div>
  )
}

function Rows() {
  return (
    <div className="divide-y divide-line rounded-card bg-panel inset-ring inset-ring-line *:min-h-16 *:px-4 md:*:px-5">
      <Row />
      <Row />
      <Row />
    </div>
  )
}

function NumberShape() {
  return (
    <Card>
      <Row>
        <Bar className="h-6 w-20" />
      </Row>
      <div className="flex min-h-(--tap) items-center gap-4 border-t border-line pt-4">
        <Bar className="h-3 w-20" />
        <Bar className="h-3 w-12" />
      </div>
    </Card>
  )
}

function Form() {
  return (
    <Card>
      <div className="grid gap-2">
        <Bar className="h-3 w-24" />
        <div className="h-[max(2.25rem,var(--tap))] rounded-ctl bg-inset" />
      </div>
      <div className="h-(--tap) w-28 rounded-ctl bg-inset" />
    </Card>
  )
}
