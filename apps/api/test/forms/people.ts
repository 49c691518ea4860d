import { message, type FormCase } from './form-case.js'

const from = (phone: string) => ({ From: `whatsapp:${phone}`, WaId: phone.slice(1) })

/** Who writes: phone numbers in their national forms, WhatsApp user ids, names. */
export const people: FormCase[] = [
  message('phone', {}, { from_: '+351912000111', phone: '+351912000111', external_user_id: null }),
  message('no prefix', { From: '+351912000111' }, { from_: '+351912000111' }),
  message('prefix in capitals', { From: 'WhatsApp:+351912000111' }, { from_: '+351912000111' }),
  message('unescaped plus', { From: 'whatsapp: 351912000111' }, { from_: '+351912000111' }),
  message('Brazil with the ninth digit', from('+5511987654321'), { from_: '+5511987654321', stored: 1 }),
  message('Brazil without it', from('+551187654321'), { from_: '+551187654321', stored: 1 }),
  message('Argentina with the 9', from('+5491123456789'), { from_: '+5491123456789', stored: 1 }),
  message('Mexico with the 1', from('+5215512345678'), { from_: '+5215512345678', stored: 1 }),
  message(
    'phone and user id',
    { ExternalUserId: 'PT.7700112233' },
    { phone: '+351912000111', external_user_id: 'PT.7700112233' },
  ),
  message(
    'user id alone',
    { From: 'whatsapp:PT.7700112233', WaId: null },
    { phone: null, from_: 'PT.7700112233', external_user_id: 'PT.7700112233' },
  ),
  message(
    'user name and parent id',
    {
      From: 'whatsapp:PT.7700112233',
      ExternalUserId: 'PT.7700112233',
      ParentExternalUserId: 'PT.ENT.1',
      ProfileUsername: 'joana.p',
      WaId: null,
    },
    { phone: null, external_user_id: 'PT.7700112233', profile: 'Joana Prado' },
  ),
  message(
    'number hidden since: same person, by user id alone',
    { MessageSid: 'SMhidden', From: 'whatsapp:PT.7700112233', WaId: null },
    { same_contact_as: 'phone and user id', phone: '+351912000111', external_user_id: 'PT.7700112233' },
  ),
  message(
    'a user id that is none',
    { ExternalUserId: 'whatsapp:foo_bar' },
    { from_: '+351912000111', external_user_id: null },
  ),
  message('name', { ProfileName: 'José & Filhos, Lda. 🐟' }, { profile: 'José & Filhos, Lda. 🐟' }),
  message('no name', { ProfileName: null }, { profile: null, stored: 1 }),
  message('blank name', { ProfileName: '  ' }, { profile: null, stored: 1 }),
  message('name with NUL', { ProfileName: 'Jo\0ana' }, { profile: 'Joana' }),
  message('a name without end', { ProfileName: '🐟'.repeat(500) }, { profile: '🐟'.repeat(200), stored: 1 }),
  message('WaId of another', { WaId: '15550009999' }, { from_: '+351912000111', phone: '+351912000111' }),
]
