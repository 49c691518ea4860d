import type { OutboundMessage } from './api.js'
import type { Form } from './form.js'
import { readFields } from './read-fields.js'
import { sendContent, sendFile, type GivenContext } from './sending.js'
import { writeCard } from './vcard.js'

const field = (values: Record<string, string>, name: string): string => values[name] ?? ''
const orNull = (value: string): string | null => (value === '' ? null : value)

/** Somebody's name and number, as a vCard. */
export function contactForm(): Form {
  return {
    title: 'Send a contact',
    fields: [
      { name: 'name', says: 'Name', value: 'Javier Molina' },
      { name: 'phone', says: 'Phone', kind: 'tel', value: '+34 655 20 81 40' },
    ],
    send: (values) => {
      const name = field(values, 'name')
      const card = writeCard({ name, phones: [field(values, 'phone')] })
      return sendFile(new File([card], `${name}.vcf`, { type: 'text/vcard' }), '')
    },
  }
}

/** A place on earth; the presets are as a phone shares them: with a name, without, and far away. */
export function placeForm(): Form {
  return {
    title: 'Send a location',
    presets: [
      {
        says: 'A café',
        values: place('37.1773', '-3.5986', 'Café Bib-Rambla', 'Plaza Bib-Rambla 3, Granada'),
      },
      { says: 'Only a pin', values: place('52.52', '13.405', '', '') },
      { says: 'متحف', values: place('30.0478', '31.2336', 'المتحف المصري', 'ميدان التحرير، القاهرة') },
    ],
    fields: [
      { name: 'latitude', says: 'Latitude', kind: 'number', value: '37.1773' },
      { name: 'longitude', says: 'Longitude', kind: 'number', value: '-3.5986' },
      { name: 'label', says: 'Name', optional: true, value: 'Café Bib-Rambla' },
      { name: 'address', says: 'Address', optional: true, value: 'Plaza Bib-Rambla 3, Granada' },
    ],
    send: (values) =>
      sendContent({
        kind: 'location',
        body: '',
        latitude: Number(field(values, 'latitude')),
        longitude: Number(field(values, 'longitude')),
        label: orNull(field(values, 'label')),
        address: orNull(field(values, 'address')),
      }),
  }
}

function place(latitude: string, longitude: string, label: string, address: string): Record<string, string> {
  return { latitude, longitude, label, address }
}

/** @param to the message whose button is pressed; none where nobody asked */
export function buttonForm(to?: OutboundMessage): Form {
  return {
    title: 'Tap a button',
    fields: [
      { name: 'body', says: 'Button text', value: 'Yes, both of us' },
      { name: 'payload', says: 'Button payload', value: 'yes', optional: true },
    ],
    send: (values) => {
      const payload = orNull(field(values, 'payload'))
      return sendContent({ kind: 'button', body: field(values, 'body'), payload }, answering(to))
    },
  }
}

/** @param to the message with the list; none where nobody asked */
export function listForm(to?: OutboundMessage): Form {
  return {
    title: 'Choose from a list',
    fields: [
      { name: 'body', says: 'Chosen item', value: 'Stoneware, speckled' },
      { name: 'id', says: 'Item ID', value: 'stoneware-speckled' },
    ],
    send: (values) =>
      sendContent({ kind: 'list', body: field(values, 'body'), id: field(values, 'id') }, answering(to)),
  }
}

/** @param to the message with the form; none where nobody asked */
export function flowForm(to?: OutboundMessage): Form {
  return {
    title: 'Fill out a form',
    fields: [
      {
        name: 'answers',
        says: 'Answers',
        kind: 'lines',
        value: 'day: Saturday\npeople: 2',
        hint: 'One per line, as name: value',
      },
    ],
    send: (values) =>
      sendContent({ kind: 'flow', body: '', answers: readFields(field(values, 'answers')) }, answering(to)),
  }
}

/** @param to the message that asks; none where nobody asked */
export function callForm(to?: OutboundMessage): Form {
  return {
    title: 'Call permission',
    fields: [
      {
        name: 'granted',
        says: 'May the business call?',
        kind: 'choice',
        choices: [
          { value: 'yes', says: 'Yes' },
          { value: 'no', says: 'No' },
        ],
      },
    ],
    send: (values) => {
      const granted = field(values, 'granted') === 'yes'
      return sendContent({ kind: 'call_permission', body: 'VOICE_CALL_REQUEST', granted }, answering(to))
    },
  }
}

/** A first message by somebody whom an advertisement led here. */
export function adForm(): Form {
  return {
    title: 'Write from an ad',
    fields: [
      { name: 'body', says: 'Message', value: 'Hello! Is this still there?' },
      { name: 'headline', says: 'Ad headline', value: 'Stoneware, fired in Granada' },
      { name: 'about', says: 'Ad text', value: '10% off until Sunday', optional: true },
      { name: 'sourceUrl', says: 'Ad link', value: 'https://fb.example/ad/2026', optional: true },
    ],
    send: (values) =>
      sendContent(
        { kind: 'text', body: field(values, 'body') },
        {
          referral: {
            headline: field(values, 'headline'),
            ...(values['about'] ? { body: values['about'] } : {}),
            ...(values['sourceUrl'] ? { sourceUrl: values['sourceUrl'] } : {}),
            sourceType: 'ad',
            sourceId: '120210000000000000',
          },
        },
      ),
  }
}

/** The words by which a phone enters Twilio's sandbox. */
export function joinForm(): Form {
  return {
    title: 'Join the sandbox',
    fields: [{ name: 'words', says: 'Sandbox code', value: 'copper-kiln' }],
    send: (values) => {
      const words = field(values, 'words').replace(/^join\s+/i, '')
      return sendContent({ kind: 'sandbox_join', body: `join ${words.replace(/\s+/g, '-')}` })
    },
  }
}

/** What WhatsApp may bring tomorrow. */
export function unknownForm(): Form {
  return {
    title: 'Send an unknown type',
    fields: [
      { name: 'body', says: 'Text', optional: true },
      {
        name: 'fields',
        says: 'Extra fields',
        kind: 'lines',
        value: 'MessageType: reaction\nReactionEmoji: 🎉',
        hint: 'One per line, as name: value',
      },
    ],
    send: (values) =>
      sendContent({
        kind: 'unknown',
        body: field(values, 'body'),
        fields: readFields(field(values, 'fields')),
      }),
  }
}

function answering(to?: OutboundMessage): GivenContext {
  return to === undefined ? {} : { quotedSid: to.sid }
}
