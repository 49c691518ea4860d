'use client'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { findEmoji } from '../emoji/find-emoji'
import { noteUse } from '../emoji/lately'
import { useEmoji } from '../emoji/use-emoji'
import { OptionList, type Completing, type Option } from './option-list'

/** How many are shown: more are found by writing on. */
const most = 8

/** The emoji that could be meant by a word. */
export function EmojiList({ query, ...completing }: Completing & { query: string }) {
  const t = useTranslations('composer')
  const groups = useEmoji()
  const options = useMemo(
    () =>
      groups &&
      findEmoji(groups, query, most).map(({ char, name }): Option => ({
        key: char,
        text: char,
        shows: (
          <>
            <span aria-hidden className="w-7 text-center text-[1.25rem]">
              {char}
            </span>
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {name}
            </span>
          </>
        ),
      })),
    [groups, query],
  )
  return (
    <OptionList
      {...completing}
      label={t('emojiWords')}
      options={options ?? undefined}
      className="md:end-auto md:w-72"
      onChoose={(char) => {
        noteUse(char)
        completing.onChoose(char)
      }}
    />
  )
}
