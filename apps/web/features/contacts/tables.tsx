'use client'
import { Download, Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { fetchFile } from '../../client/request'
import { toast } from '../../client/toast'
import { Button } from '../../components/ui/button'
import { useErrorSentence } from '../words/use-error-sentence'

const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), {
  ssr: false,
})

/** Contacts from other programs, and for them. */
export function Tables() {
  const t = useTranslations('addressBook')
  const [isImporting, setImporting] = useState(false)
  const [isExporting, setExporting] = useState(false)
  const sentenceOf = useErrorSentence()
  // Not by a link, which would not say which org this page shows.
  async function exportAll() {
    setExporting(true)
    try {
      save(await fetchFile('/api/v1/contacts/export'), 'contacts.csv')
    } catch (error) {
      leaveWhenSignedOut(error)
      void toast('error', t('exportFailed', { why: sentenceOf(error) }))
    } finally {
      setExporting(false)
    }
  }
  return (
    <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
      <Button look="outline" className="flex-1" onClick={() => setImporting(true)}>
        <Upload size={16} strokeWidth={2} aria-hidden />
        {t('import')}
      </Button>
      <Button look="outline" className="flex-1" busy={isExporting} onClick={() => void exportAll()}>
        <Download size={16} strokeWidth={2} aria-hidden />
        {t('export')}
      </Button>
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </div>
  )
}

/** Hands a file to the browser, as a link to it would. */
function save(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
