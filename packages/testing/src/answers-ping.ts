import { connect } from 'node:net'

/** Whether a Redis says PONG there. */
export function answersPing(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((done) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: 2_000 })
    const finish = (answers: boolean) => {
      socket.destroy()
      done(answers)
    }
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (data) => finish(/^(\+PONG|-NOAUTH)/.test(data.toString())))
    socket.once('error', () => finish(false)).once('timeout', () => finish(false))
  })
}
