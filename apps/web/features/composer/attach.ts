import { showLocally } from '../messages/local-files'
import type { FileToSend } from '../sending/carried'
import { keepFile, readFile } from '../sending/kept-files'
import { newClientId } from '../sending/client-id'
import { trayOf, useTray, type TrayFile } from '../sending/tray'
import { stopUpload, upload } from '../sending/uploads'
import { dropFile } from '../sending/bring-file'
import { judge, typeOf } from './check-file'
import { isSticker } from './is-sticker'
import { scalePicture, sizeOfPicture } from './scale-picture'

/** Puts files over the text, in their order; each is looked at, made smaller where it must be, kept, and uploaded. */
export async function attachFiles(conversationId: string, files: readonly File[]): Promise<void> {
  const coming = files.map((file) => ({ id: newClientId(), file }))
  useTray.getState().change(conversationId, (before) => [
    ...before,
    ...coming.map(({ id, file }): TrayFile => {
      const { name, size } = file
      return { id, kind: 'document', name, type: typeOf(file), bytes: size, isComing: true }
    }),
  ])
  // One after the other: a large picture takes as much memory as there is.
  for (const { id, file } of coming) {
    const ready = await prepare(id, file).catch((error: unknown): Prepared => {
      console.warn('A file could not be looked at.', error)
      return { fault: 'unreadable' }
    })
    settle(conversationId, id, ready)
    if (!('fault' in ready)) void bring(conversationId, ready)
  }
}

/** A recording, to be sent or looked at again. */
export async function attachRecording(
  conversationId: string,
  blob: Blob,
  about: { durationMs: number; peaks: number[] },
): Promise<FileToSend> {
  const id = newClientId()
  const [type = ''] = blob.type.split(';')
  const name = `voice.${type.slice(type.indexOf('/') + 1)}`
  const file: FileToSend = { id, kind: 'voice', name, type, bytes: blob.size, ...about }
  await keepFile(useTray.getState().owner, id, blob)
  showLocally(id, blob)
  useTray.getState().change(conversationId, (files) => [...files, file])
  return file
}

/** Uploads what a tray has, and the server not yet: after a reload, or where it failed before. */
export function bringAll(conversationId: string): void {
  for (const file of trayOf(conversationId)) {
    if (!file.fault && !file.isComing && !file.mediumId) void bring(conversationId, file)
  }
}

/** Has the files of a tray shown from this browser, which a reload forgot. */
export async function showFiles(files: readonly Pick<FileToSend, 'id'>[]): Promise<void> {
  for (const { id } of files) {
    const blob = await readFile(id)
    if (blob) showLocally(id, blob)
  }
}

/** Takes a file out of the tray, and ends its upload. */
export function detach(conversationId: string, file: TrayFile): void {
  stopUpload(file.id)
  useTray.getState().change(conversationId, (files) => files.filter(({ id }) => id !== file.id))
  void dropFile({ file })
}

type Prepared = FileToSend | { fault: NonNullable<TrayFile['fault']> }

async function prepare(id: string, file: File): Promise<Prepared> {
  const verdict = judge(file)
  if ('fault' in verdict) return verdict
  const { kind, type, scale } = verdict
  const about = { id, kind, name: file.name, type, bytes: file.size }
  if (!scale) {
    const size = kind === 'image' ? await sizeOfPicture(file) : null
    if (kind === 'image' && !size) return { fault: 'unreadable' }
    await keep(id, file)
    return { ...about, ...size }
  }
  const own = type === 'image/webp' ? await sizeOfPicture(file) : null
  if (own && isSticker(about, own.width, own.height)) {
    await keep(id, file)
    return { ...about, ...own, kind: 'sticker' }
  }
  const scaled = await scalePicture(file)
  if (!scaled) return { fault: type.startsWith('image/hei') ? 'heic' : 'unreadable' }
  const { blob, width, height } = scaled
  await keep(id, blob)
  const name = `${file.name.replace(/\.[^.]*$/, '')}.jpg`
  return { ...about, name, type: blob.type, bytes: blob.size, width, height, isSmaller: true }
}

async function keep(id: string, blob: Blob) {
  await keepFile(useTray.getState().owner, id, blob)
  showLocally(id, blob)
}

function settle(conversationId: string, id: string, ready: Prepared) {
  useTray.getState().change(conversationId, (files) =>
    files.map((file) => {
      if (file.id !== id) return file
      if (!('fault' in ready)) return ready
      const { isComing: _, ...rest } = file
      return { ...rest, ...ready }
    }),
  )
}

async function bring(conversationId: string, file: FileToSend) {
  try {
    const mediumId = await upload(file)
    useTray
      .getState()
      .change(conversationId, (files) =>
        files.map((one) => (one.id === file.id ? { ...one, mediumId } : one)),
      )
  } catch (error) {
    // The tray shows it, and what was sent meanwhile tries again by itself.
    console.warn('A file did not get to the server.', error)
  }
}
