import { expect, it } from 'vitest'
import { readOptOut } from './read-opt-out.js'

const lines = (text: string) => text.trim().split(/\s*\n\s*/)

it.each([
  'stop\n',
  ' Stop. ',
  ...lines(`
    STOP
    STOP!!
    "stop"
    *STOP*
    Stop 🛑
    ＳＴＯＰ
    STOPALL
    Unsubscribe
    end
    QUIT
    revoke
    optout
    Opt out
    OPT-OUT
    Cancel
    BAJA
    Baja.
    Parar
    Cancelar
    cancelar suscripción
    ¡Detener!
    SAIR
    Descadastrar
    cancelar inscrição
    Pare
    إيقاف
    ايقاف
    إِيقَاف
    توقف
    توقـف
    إلغاء الاشتراك
    الغاء الاشتراك.
    أوقف`),
])('takes %j for a wish to be left alone', (text) => {
  expect(readOptOut(text)).toBe('out')
})

it.each(['START', 'start.', 'Unstop', 'ALTA', 'Iniciar', 'Voltar', 'Recomeçar', 'ابدأ', 'استئناف'])(
  'takes %j for the opposite',
  (text) => {
    expect(readOptOut(text)).toBe('in')
  },
)

it.each([
  '',
  ' ',
  'stop'.repeat(1000),
  ...lines(`
    cancel my appointment
    Please stop
    Can you stop by?
    Don't stop
    stop stop
    the end
    bus stop
    Yes
    no
    …
    🛑
    st op
    stopped
    endless
    s.t.o.p
    Let us start
    restart
    la baja
    Baja el precio
    cancelar la cita
    quero sair daqui
    não pare
    أريد إلغاء الموعد
    لا تتوقف`),
])('takes %j for nothing of the kind', (text) => {
  expect(readOptOut(text)).toBeNull()
})
