'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useActions } from './use-actions'

const Content = dynamic(() => import('./shortcut-list').then((module) => module.ShortcutList), { ssr: false })

/** The `?` sheet, fetched when it is first asked for. */
export function ShortcutSheet() {
  const [open, setOpen] = useState(false)
  useActions({
    shortcuts: () => {
      setOpen(true)
      return true
    },
  })
  return open ? <Content open={open} onOpenChange={setOpen} /> : null
}
