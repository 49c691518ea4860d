'use client'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { toast } from '../../client/toast'
import { useFetched } from '../../components/ui/use-fetched'
import { usePreferences } from '../actions/preferences'
import { sendMessage } from '../sending/send-message'

const loadDialog = () => import('./location-dialog').then(({ LocationDialog }) => LocationDialog)

/** The dialog by which a place is sent, and how it is opened. */
export function usePlace(id: string): { dialog: ReactNode; open: () => void } {
  const failed = useTranslations('errors')('unreachable')
  const [LocationDialog, fetchDialog] = useFetched(loadDialog)
  const [isOpen, setOpen] = useState(false)

  function open() {
    setOpen(true)
    void fetchDialog().then((came) => {
      if (came) return
      setOpen(false)
      void toast('error', failed)
    })
  }

  const dialog =
    isOpen && LocationDialog ? (
      <LocationDialog
        onClose={() => setOpen(false)}
        onSend={(place) => {
          setOpen(false)
          sendMessage(id, '', usePreferences.getState().holdSeconds * 1000, { place })
        }}
      />
    ) : null
  return { dialog, open }
}
