import type { FoundPerson } from '@cloudpa/contracts/search'
import type { Tx } from '@cloudpa/db'
import { showConversations } from '../conversations/load-changed.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { findRanges } from './find-ranges.js'
import { gramsOfSearch, typoGrams } from './grams.js'
import { isFoundWithin, isOneTypoAway, mayHaveTypo, type Search } from './words.js'

/** So many people are shown. Who means another one writes more of the name. */
const mostPeople = 10
/** Of a name that a whole town bears, so many are looked at. */
const mostCandidates = 500
const mostRanked = 100

/** How well somebody was found; the least is the best. */
type Rank = 0 | 1 | 2
const [wholeBeginning, part, typo]: [Rank, Rank, Rank] = [0, 1, 2]

interface Candidate {
  id: string
  folded: string
}

/** The people whose names and numbers hold all that is looked for, in one word of which one letter may be wrong. */
export async function findPeople(tx: Tx, orgId: string, search: Search): Promise<FoundPerson[]> {
  const ranks = new Map<string, Rank>()
  const consider = (candidates: Candidate[]) => {
    for (const { id, folded } of candidates) {
      const rank = rankOf(folded, search.words)
      if (rank !== undefined && !ranks.has(id)) ranks.set(id, rank)
    }
  }
  const grams = gramsOfSearch(orgId, search.words)
  consider(await findCandidates(tx, grams, grams))
  for (const word of search.words.filter(mayHaveTypo)) {
    if (ranks.size >= mostPeople) break
    const others = search.words.filter((other) => other !== word)
    consider(await findCandidates(tx, gramsOfSearch(orgId, others), typoGrams(orgId, [word])))
  }
  const best = [...ranks].toSorted(([, one], [, other]) => one - other).slice(0, mostRanked)
  return present(tx, orgId, new Map(best), search)
}

function findCandidates(tx: Tx, wanted: number[], oneOf: number[]): Promise<Candidate[]> {
  return tx.$queryRaw`
    SELECT id, folded FROM find_people_by_grams(${arrayLiteral(wanted)}::int[], ${arrayLiteral(oneOf)}::int[],
      ${mostCandidates}::int)`
}

function rankOf(folded: string, words: string[]): Rank | undefined {
  const own = folded.split(' ')
  const ranks = words.map((word): Rank | undefined => {
    if (folded.includes(` ${word}`)) return wholeBeginning
    if (isFoundWithin(word) && folded.includes(word)) return part
    return mayHaveTypo(word) && own.some((one) => isOneTypoAway(word, one)) ? typo : undefined
  })
  if (ranks.includes(undefined) || ranks.filter((rank) => rank === typo).length > 1) return undefined
  return Math.max(...(ranks as Rank[])) as Rank
}

/** Of those found alike well, who was written with last comes first. */
async function present(
  tx: Tx,
  orgId: string,
  ranks: Map<string, Rank>,
  search: Search,
): Promise<FoundPerson[]> {
  if (ranks.size === 0) return []
  const latest = await tx.$queryRaw<{ id: string; contactId: string; lastPosition: bigint }[]>`
    SELECT c.id, c.contact_id AS "contactId", c.last_position AS "lastPosition"
    FROM unnest(${arrayLiteral(ranks.keys())}::uuid[]) AS wanted (id), LATERAL (
      SELECT * FROM conversation WHERE contact_id = wanted.id AND org_id = ${orgId}::uuid
      ORDER BY last_position DESC LIMIT 1
    ) AS c`
  const rank = ({ contactId }: { contactId: string }) => ranks.get(contactId) ?? Infinity
  const best = latest
    .toSorted((one, other) => rank(one) - rank(other) || Number(other.lastPosition - one.lastPosition))
    .slice(0, mostPeople)
    .map(({ id }) => id)
  const conversations = await showConversations(tx, orgId, best)
  return conversations.map((conversation) => ({
    conversation,
    name: findRanges(conversation.contact.name, search, true),
    phone: findRanges(conversation.contact.formattedPhone ?? '', search),
  }))
}
