import type { Note, UpdateNote, WriteNote } from '@cloudpa/contracts/notes'
import type { Door, Note as NoteRow } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { InjectDoor } from '../platform/database.js'
import { isDuplicate } from '../platform/is-duplicate.js'
import { HintPublisher } from '../realtime/hints.js'
import { presentNote } from './present-note.js'
import { authorOf, changeNote, findWritten, insertNote, type Draft, type Writer } from './write-note.js'

/** What members tell each other about a conversation. Nothing of it leaves: no queue is told, and no message is made. */
@Injectable()
export class NotesService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /** Stores a note. The same clientId again answers with the note it made the first time. */
  async write(writer: Writer, conversationId: string, input: WriteNote): Promise<Note> {
    const draft = { ...authorOf(writer), ...input, conversationId }
    const { note, isNew } = await this.store(draft)
    if (isNew) await this.hints.publish('events', [writer.orgId])
    return presentNote(note)
  }

  async update(writer: Writer, id: string, { body }: UpdateNote): Promise<Note> {
    return presentNote(await this.change(writer, id, body))
  }

  async remove(writer: Writer, id: string): Promise<Note> {
    return presentNote(await this.change(writer, id, null))
  }

  private async store(draft: Draft): Promise<{ note: NoteRow; isNew: boolean }> {
    const { orgId } = draft
    try {
      return await this.door.forOrg(orgId, async (tx) => {
        const before = await findWritten(tx, draft)
        return before ? { note: before, isNew: false } : { note: await insertNote(tx, draft), isNew: true }
      })
    } catch (error) {
      const winner = isDuplicate(error) && (await this.door.readOrg(orgId, (tx) => findWritten(tx, draft)))
      if (winner) return { note: winner, isNew: false }
      throw error
    }
  }

  private async change(writer: Writer, id: string, body: string | null): Promise<NoteRow> {
    const note = await this.door.forOrg(writer.orgId, (tx) => changeNote(tx, writer, id, body))
    await this.hints.publish('events', [writer.orgId])
    return note
  }
}
