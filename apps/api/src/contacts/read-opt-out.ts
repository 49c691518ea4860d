/** `out`: nothing automatic may go to who wrote it. `in`: it may again. */
export type OptOut = 'out' | 'in'

/**
 * The words that mean it when they are all that somebody writes. The English ones are Twilio's own, which people know from
 * elsewhere (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out), without YES, which answers any question;
 * the others are what is written in their place. A bare "cancel" or "baja" may be meant for an appointment or a chair.
 * It counts all the same: a mark that was not meant is taken off by one press, and a wish that was missed is a breach.
 */
const words: Record<OptOut, string[]> = {
  out: [
    'stop, stopall, stop all, unsubscribe, end, quit, revoke, optout, opt out, cancel',
    'baja, dar de baja, darme de baja, parar, detener, cancelar, cancelar suscripcion',
    'pare, sair, descadastrar, descadastre, cancelar inscricao, cancelar assinatura',
    'ايقاف, اوقف, توقف, الغاء, الغاء الاشتراك',
  ],
  in: [
    'start, unstop',
    'alta, darme de alta, iniciar, reanudar',
    'voltar, recomecar',
    'ابدا, بدء, استئناف, اشتراك',
  ],
}

/** Longer texts are sentences, which nobody reads a word out of. */
const longest = 40

const meanings = new Map(
  Object.entries(words).flatMap(([meaning, lists]) =>
    lists.flatMap((list) => list.split(', ').map((word) => [fold(word), meaning as OptOut])),
  ),
)

/** Whether a message says that its writer wants nothing automatic, or wants it again; null for every other. */
export function readOptOut(text: string): OptOut | null {
  return text.length > longest ? null : (meanings.get(fold(text)) ?? null)
}

/** Without case, accents, Arabic vowel signs and stretching; signs around it are gone, those within it part words. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\u0640]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
