'use client'
import dynamic from 'next/dynamic'

const Content = dynamic(() => import('./shortcut-list').then((module) => module.ShortcutList), { ssr: false })

/** The `?` sheet, fetched when it is first asked for. */
export function ShortcutSheet(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return props.open ? <Content {...props} /> : null
}
