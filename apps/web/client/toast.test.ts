import { expect, it, vi } from 'vitest'
import { dismissToast, isCornerTaken, toast, toastMs } from './toast'

it('knows of a way back that stands in the corner, until it is put away or its time is over', async () => {
  vi.useFakeTimers()
  // What puts a toast away waits for the next frame, and Node draws none.
  vi.stubGlobal('requestAnimationFrame', () => 0)
  const back = { label: 'Undo', onClick: () => undefined }
  await toast('message', 'Said in passing')
  expect(isCornerTaken()).toBe(false)
  await toast('message', 'Done', back, 'act 1')
  await toast('success', 'Note deleted', back)
  expect(isCornerTaken()).toBe(true)
  await dismissToast('act 1')
  expect(isCornerTaken()).toBe(true)
  vi.advanceTimersByTime(toastMs)
  expect(isCornerTaken()).toBe(false)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
