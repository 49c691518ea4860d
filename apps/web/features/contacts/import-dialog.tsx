'use client'
import { largestCsvBytes } from '@cloudpa/contracts/contact-limits'
import type { ImportAnswer } from '@cloudpa/contracts/contacts'
import { useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { postTable } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { FormError } from '../../components/ui/field'
import { useErrorSentence } from '../words/use-error-sentence'
import { ImportPreview } from './import-preview'
import { contactsKey } from './contact-keys'

const path = '/api/v1/contacts/import'

/** How far an import is: what would become of a file, what is being done with it, what became of it. */
type Step =
  | { at: 'file' }
  | { at: 'reading'; file: string }
  | { at: 'preview'; file: string; text: string; answer: ImportAnswer }
  | { at: 'importing'; count: number }
  | { at: 'result'; answer: ImportAnswer }

/** Contacts from a file: nothing is changed before it was shown what would be. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('addressBook')
  const common = useTranslations('common')
  const { step, fault, choose, run, startOver } = useImport()
  // What is under way goes on; who closes the dialog would not hear how it ends.
  const mayClose = step.at !== 'importing'
  const count = step.at === 'preview' ? step.answer.made + step.answer.renamed : 0
  return (
    <Dialog open onOpenChange={(open) => !open && mayClose && onClose()} title={t('importTitle')}>
      <div className="grid gap-4" aria-live="polite">
        <FormError>{fault}</FormError>
        {step.at === 'file' ? <p className="text-ink-2">{t('importLead')}</p> : null}
        {step.at === 'file' || step.at === 'preview' ? <FileField step={step} choose={choose} /> : null}
        {step.at === 'reading' ? <Progress says={t('reading', { file: step.file })} /> : null}
        {step.at === 'preview' ? <ImportPreview answer={step.answer} /> : null}
        {step.at === 'importing' ? <Progress says={t('importing', { count: step.count })} /> : null}
        {step.at === 'result' ? <Result answer={step.answer} /> : null}
      </div>
      <DialogFoot className="pt-4">
        {step.at === 'result' ? (
          <>
            <Button look="outline" onClick={startOver}>
              {t('otherFile')}
            </Button>
            <Button look="primary" onClick={onClose}>
              {t('finish')}
            </Button>
          </>
        ) : (
          <>
            <Button look="ghost" busy={!mayClose} onClick={onClose}>
              {common('cancel')}
            </Button>
            {step.at === 'preview' ? (
              <Button look="primary" disabled={count === 0} onClick={() => void run(step.text, count)}>
                {t('doImport', { count })}
              </Button>
            ) : null}
          </>
        )}
      </DialogFoot>
    </Dialog>
  )
}

function useImport() {
  const t = useTranslations('addressBook')
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  const [step, setStep] = useState<Step>({ at: 'file' })
  const [fault, setFault] = useState<string>()
  const reading = useRef<AbortController>(null)
  useEffect(() => () => reading.current?.abort(), [])

  function fail(error: unknown, back: Step) {
    leaveWhenSignedOut(error)
    setFault(sentenceOf(error))
    setStep(back)
  }

  async function choose(file: File) {
    setFault(undefined)
    if (file.size > largestCsvBytes) {
      setFault(t('tooLarge'))
      setStep({ at: 'file' })
      return
    }
    reading.current?.abort()
    const { signal } = (reading.current = new AbortController())
    setStep({ at: 'reading', file: file.name })
    try {
      const text = await file.text()
      const answer = await postTable<ImportAnswer>(`${path}?dryRun=true`, text, signal)
      setStep({ at: 'preview', file: file.name, text, answer })
    } catch (error) {
      if (!signal.aborted) fail(error, { at: 'file' })
    }
  }

  async function run(text: string, count: number) {
    setFault(undefined)
    const before = step
    setStep({ at: 'importing', count })
    try {
      const answer = await postTable<ImportAnswer>(path, text)
      void client.invalidateQueries({ queryKey: contactsKey })
      setStep({ at: 'result', answer })
    } catch (error) {
      fail(error, before)
    }
  }

  const startOver = () => setStep({ at: 'file' })
  return { step, fault, choose, run, startOver }
}

function FileField({ step, choose }: { step: Step; choose: (file: File) => Promise<void> }) {
  const t = useTranslations('addressBook')
  return (
    <label className="relative flex min-h-14 cursor-pointer items-center gap-3 rounded-card border border-dashed border-control px-4 py-3 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-(--focus)">
      <FileUp size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
      <span className="min-w-0 font-medium break-words">
        {step.at === 'preview' ? t('chosen', { file: step.file }) : t('chooseFile')}
      </span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // The same file, mended, is chosen again.
          currentTarget.value = ''
          if (file) void choose(file)
        }}
      />
    </label>
  )
}

function Progress({ says }: { says: string }) {
  return (
    <div className="grid gap-3 py-4">
      <p>{says}</p>
      <div role="progressbar" aria-label={says} className="h-1.5 overflow-hidden rounded-full bg-inset">
        <div className="h-full w-1/3 animate-pulse rounded-full bg-brand motion-reduce:animate-none" />
      </div>
    </div>
  )
}

function Result({ answer: { made, renamed, failed, faults } }: { answer: ImportAnswer }) {
  const t = useTranslations('addressBook')
  return (
    <>
      <p className="font-medium">{t('imported', { made, renamed })}</p>
      {failed > 0 ? (
        <p className="text-ink-2">
          {t('willSkip', { count: failed })}:{' '}
          {faults
            .slice(0, 5)
            .map(({ line }) => line)
            .join(', ')}
          {failed > 5 ? '…' : ''}
        </p>
      ) : null}
    </>
  )
}
