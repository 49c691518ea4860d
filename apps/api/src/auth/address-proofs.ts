import { createHmac, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Installation } from '../platform/installation.js'

/**
 * Proofs that somebody reads the mail of an address: they stand in the links of our mails and nowhere else. Nothing is
 * stored of them; they are signed over the address and the moment at which they expire.
 */
@Injectable()
export class AddressProofs {
  private readonly secret: string

  constructor(installation: Installation) {
    this.secret = installation.deriveSecret('address-proofs')
  }

  make(email: string, expiresAt: Date): string {
    const expiresAtS = Math.floor(expiresAt.getTime() / 1000)
    return `${expiresAtS}.${this.sign(email, String(expiresAtS))}`
  }

  holds(email: string, proof: string, now = new Date()): boolean {
    const [expiresAtS = '', signature = ''] = proof.split('.')
    const [theirs, ours] = [Buffer.from(signature), Buffer.from(this.sign(email, expiresAtS))]
    const isOurs = theirs.length === ours.length && timingSafeEqual(theirs, ours)
    return isOurs && Number(expiresAtS) * 1000 > now.getTime()
  }

  private sign(email: string, expiresAtS: string): string {
    return createHmac('sha256', this.secret)
      .update(`${expiresAtS} ${email.toLowerCase()}`)
      .digest('base64url')
  }
}
