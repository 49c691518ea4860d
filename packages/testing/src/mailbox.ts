import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** A mail server that takes everything and delivers nothing (as much of RFC 5321 as a client needs). */
export class Mailbox {
  readonly mails: { to: string; text: string }[] = []

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Mailbox> {
    const server = createServer()
    const mailbox = new Mailbox(server)
    server.on('connection', (socket) => mailbox.talk(socket))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return mailbox
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** The first link in the latest mail to an address, or in its latest with these words; undefined before it came. */
  linkTo(address: string, words = ''): string | undefined {
    const mail = this.mails.findLast(({ to, text }) => to === address && text.includes(words))
    return mail && /https?:\/\/\S+/.exec(mail.text)?.[0]
  }

  close(): void {
    this.server.close()
  }

  private talk(socket: Socket): void {
    let to = ''
    let data: string[] | undefined
    const say = (line: string) => socket.write(`${line}\r\n`)
    socket.on('error', () => socket.destroy())
    say('220 mailbox')
    createInterface({ input: socket }).on('line', (line) => {
      if (data) {
        if (line !== '.') return data.push(line)
        this.mails.push({ to, text: readQuotedPrintable(data.join('\n')) })
        data = undefined
        return say('250 taken')
      }
      if (/^RCPT TO:/i.test(line)) to = /<(.*)>/.exec(line)?.[1] ?? ''
      if (/^DATA/i.test(line)) {
        data = []
        return say('354 go on')
      }
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
      return say('250 ok')
    })
  }
}

function readQuotedPrintable(text: string): string {
  return text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
