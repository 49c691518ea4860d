import type { FoundPerson } from '@cloudpa/contracts/search'
import type { Statement } from '@cloudpa/db'
import { columnsOfContact, presentContact, type ContactRow } from '../contacts/present-contact.js'
import { presentConversationRow, selectChanged, type ChangedRow } from '../conversations/load-changed.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { findRanges } from './find-ranges.js'
import { gramsOfSearch, typoGrams } from './grams.js'
import { isFoundWithin, isOneTypoAway, mayHaveTypo, patternsOf, type Search } from './words.js'

/** So many people are shown. Who means another one writes more of the name. */
const mostPeople = 10
/** Of a name that a whole town bears, so many are looked at. */
const mostCandidates = 500
const mostRanked = 100

/** How well somebody was found; the least is the best. */
type Rank = 0 | 1 | 2
const [wholeBeginning, part, typo]: [Rank, Rank, Rank] = [0, 1, 2]

/** Somebody who may be meant. */
export interface Candidate {
  id: string
  folded: string
}

/** Somebody who was found, and of their conversations the one that was written in last, if they have one. */
export type PersonRow = { found: ContactRow } & (ChangedRow | { conversationId: null })

/**
 * What asks for the people whose names and numbers hold all that is looked for, and where those are too few for whom one
 * letter of one word may be wrong.
 */
export function selectCandidates(orgId: string, { words }: Search): Statement {
  const pairs = words.filter(mayHaveTypo).map((word) => ({
    allOf: gramsOfSearch(
      orgId,
      words.filter((other) => other !== word),
    ),
    oneOf: typoGrams(orgId, [word]),
  }))
  return {
    name: 'find people',
    text: 'SELECT id, folded FROM find_people($1::text[], $2::int[], $3::text[], $4::text[], $5::int, $6::int)',
    values: [
      patternsOf(words),
      gramsOfSearch(orgId, words),
      pairs.map(({ allOf }) => arrayLiteral(allOf)),
      pairs.map(({ oneOf }) => arrayLiteral(oneOf)),
      mostPeople,
      mostCandidates,
    ],
  }
}

/** Of those found alike well, who was written with last comes first, and last who never was. */
const best = `
  SELECT first.org_id, first.conversation_id, first.place, row_to_json(c) AS contact FROM (
    SELECT named.org_id, named.id, o.id AS conversation_id,
           row_number() OVER (ORDER BY named.rank, o.last_position DESC NULLS LAST, named.id) AS place
    FROM (SELECT $1::uuid AS org_id, id, rank FROM unnest($2::uuid[], $3::int[]) AS ranked (id, rank)) AS named
    LEFT JOIN LATERAL (
      SELECT id, last_position FROM conversation WHERE (org_id, contact_id) = (named.org_id, named.id)
      ORDER BY last_position DESC LIMIT 1
    ) AS o ON true
    ORDER BY place LIMIT ${mostPeople}
  ) AS first, LATERAL (
    SELECT ${columnsOfContact('contact')} FROM contact WHERE (org_id, id) = (first.org_id, first.id) LIMIT 1
  ) AS c`
const shown = selectChanged('(SELECT org_id, conversation_id, NULL::uuid FROM best)')
const showsBest = `
  WITH best AS MATERIALIZED (${best})
  SELECT best.contact AS found, shown.* FROM best LEFT JOIN (${shown}) AS shown ON shown."conversationId" = best.conversation_id
  ORDER BY best.place`

/** What asks for those of the candidates who are shown; null where there is nobody. */
export function selectPeople(orgId: string, candidates: Candidate[], { words }: Search): Statement | null {
  const ranks = new Map<string, Rank>()
  for (const { id, folded } of candidates) {
    const rank = rankOf(folded, words)
    if (rank !== undefined) ranks.set(id, rank)
  }
  if (ranks.size === 0) return null
  const ranked = [...ranks].toSorted(([, one], [, other]) => one - other).slice(0, mostRanked)
  return {
    name: 'show people',
    text: showsBest,
    values: [orgId, ranked.map(([id]) => id), ranked.map(([, rank]) => rank)],
  }
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

/** Those who are shown, with what of their names and numbers was looked for. */
export function presentPeople(rows: PersonRow[], search: Search): FoundPerson[] {
  return rows.map((row) => {
    const contact = presentContact(row.found)
    return {
      contact,
      conversation: row.conversationId === null ? null : presentConversationRow(row),
      name: findRanges(contact.name, search, true),
      phone: findRanges(contact.formattedPhone ?? '', search),
    }
  })
}
