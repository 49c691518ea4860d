// Of WhatsApp's stickers: https://github.com/WhatsApp/stickers#sticker-art-and-app-requirements
const [stickerEdge, mostStickerBytes] = [512, 500 * 1024]

/** Whether a picture leaves as a sticker: a WebP of a sticker's exact size, in pixels and in bytes. */
export function isSticker({ type, bytes }: { type: string; bytes: number }, width: number, height: number) {
  return type === 'image/webp' && bytes <= mostStickerBytes && width === stickerEdge && height === stickerEdge
}
