import { maxPictureBytes } from '@cloudpa/contracts/send-limits'

/** The longer edge of a picture that is made smaller, in pixels: as many as WhatsApp's best quality has. */
const edges = [2560, 1920, 1280]
const qualities = [0.86, 0.72, 0.55]

/** A picture as it leaves. */
export interface Scaled {
  blob: Blob
  width: number
  height: number
}

/**
 * Makes a JPEG of a picture that WhatsApp takes, turned as it is looked at.
 * @param mostBytes what it may weigh
 * @returns null where this browser can't read the picture
 */
export async function scalePicture(file: Blob, mostBytes = maxPictureBytes): Promise<Scaled | null> {
  const picture = await read(file)
  if (!picture) return null
  try {
    for (const edge of edges) {
      const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
      const width = Math.max(1, Math.round(picture.width * scale))
      const height = Math.max(1, Math.round(picture.height * scale))
      const canvas = draw(picture, width, height)
      for (const quality of qualities) {
        const blob = await jpegOf(canvas, quality)
        if (blob && blob.size <= mostBytes) return { blob, width, height }
      }
    }
    return null
  } finally {
    picture.close()
  }
}

/** How large a picture is when it is looked at; null where this browser can't read it. */
export async function sizeOfPicture(file: Blob): Promise<{ width: number; height: number } | null> {
  const picture = await read(file)
  if (!picture) return null
  const { width, height } = picture
  picture.close()
  return { width, height }
}

async function read(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    console.debug('A picture that this browser can’t read.', error)
    return null
  }
}

function draw(picture: ImageBitmap, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) return canvas
  // A JPEG knows nothing clear, and would show it black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, width, height)
  return canvas
}

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
