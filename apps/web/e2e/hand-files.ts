import type { Page } from 'playwright-core'

/** A file as somebody has it on their desk. */
export interface Handed {
  name: string
  type: string
  base64: string
}

/** Drags files over an element and lets go of them there, or only holds them over it. */
export function drop(page: Page, testId: string, files: Handed[], lets = true): Promise<void> {
  return page
    .getByTestId(testId)
    .evaluate(handOver, { files, types: ['dragover', ...(lets ? ['drop'] : [])] })
}

/** Pastes files into an element, as a picture of the screen is. */
export function paste(page: Page, testId: string, files: Handed[]): Promise<void> {
  return page.getByTestId(testId).evaluate(handOver, { files, types: ['paste'] })
}

// It runs in the page, and knows nothing of this file.
function handOver(element: Element, { files, types }: { files: Handed[]; types: string[] }) {
  const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const data = new DataTransfer()
  for (const { name, type, base64 } of files) data.items.add(new File([bytesOf(base64)], name, { type }))
  for (const type of types) {
    const about = { bubbles: true, cancelable: true }
    element.dispatchEvent(
      type === 'paste'
        ? new ClipboardEvent(type, { ...about, clipboardData: data })
        : new DragEvent(type, { ...about, dataTransfer: data }),
    )
  }
}

/** Has the browser say of the microphone what it says when a person refuses it: without a window it asks nobody. */
export function refuseMicrophone(page: Page): Promise<void> {
  return page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('No.', 'NotAllowedError'))
  })
}

/** Paints a JPEG in the page that weighs at least so many bytes: noise, which nothing makes smaller. */
export function paintJpeg(page: Page, atLeastBytes: number): Promise<string> {
  return page.evaluate(async (least) => {
    for (let edge = 2_000; ; edge += 500) {
      const canvas = Object.assign(document.createElement('canvas'), { width: edge, height: edge })
      const pen = canvas.getContext('2d')
      if (!pen) throw new Error('It does not paint.')
      const tile = pen.createImageData(edge, 500)
      const bytes = new Uint32Array(tile.data.buffer)
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = 0xff000000 | (Math.random() * 0xffffff)
      for (let top = 0; top < edge; top += 500) pen.putImageData(tile, 0, top)
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95))
      if (blob && blob.size >= least) {
        const url = await new Promise<string>((resolve) => {
          const reader = new FileReader()
          reader.onload = () => resolve(String(reader.result))
          reader.readAsDataURL(blob)
        })
        return url.slice(url.indexOf(',') + 1)
      }
    }
  }, atLeastBytes)
}

/** What the server has of our replies in a conversation, in order. */
export async function sentIn(apiUrl: string, apiKey: string, id: string) {
  const response = await fetch(`${apiUrl}/api/v1/messaging/conversations/${id}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { messages } = (await response.json()) as {
    messages: {
      direction: string
      position: number
      content: { kind: string; body: string; media?: { bytes: number; contentType: string; name: string }[] }
    }[]
  }
  return messages
    .filter(({ direction }) => direction === 'outbound')
    .toSorted((one, other) => one.position - other.position)
    .map(({ content }) => content)
}
