// A thousand open screens, as a process of its own: it holds event streams open and notes when it heard of which message.
import { connect } from 'node:net'
import type { ScreenTarget } from './open-screens.js'

/** When each message was heard, by sid: once by each screen of its org, in ms since 1970. */
const heard: Record<string, number[]> = {}

function open({ origin, path, authorization }: ScreenTarget): Promise<void> {
  const { hostname, port } = new URL(origin)
  return new Promise((opened, failed) => {
    const socket = connect({ host: hostname, port: Number(port) })
    const known = new Set<string>()
    let unread = ''
    socket.setEncoding('latin1')
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n` +
        `${authorization ? `Authorization: ${authorization}\r\n` : ''}\r\n`,
    )
    socket.once('data', (head: unknown) =>
      String(head).startsWith('HTTP/1.1 200') ? opened() : failed(new Error(String(head))),
    )
    socket.on('data', (data: unknown) => {
      const at = performance.timeOrigin + performance.now()
      unread += String(data)
      for (const [sid] of unread.matchAll(/SM[0-9a-f]{32}/g)) {
        if (known.has(sid)) continue
        known.add(sid)
        ;(heard[sid] ??= []).push(at)
      }
      unread = unread.slice(-33)
    })
    socket.once('error', failed)
  })
}

async function openAll(targets: ScreenTarget[]): Promise<void> {
  for (let at = 0; at < targets.length; at += 50) await Promise.all(targets.slice(at, at + 50).map(open))
}

process.on('message', (message: ScreenTarget[] | 'heard') => {
  if (message === 'heard') return process.send?.(heard)
  return openAll(message).then(
    () => process.send?.({}),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
