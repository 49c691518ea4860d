'use client'
import type { Template } from '@cloudpa/contracts/templates'
import { useTranslations } from 'next-intl'
import { hindranceOf } from './fill-template'

/** Returns why a template can't be sent, in a sentence: WhatsApp's own where it gave one; null where it can be. */
export function useHindrance(isOpen: boolean): (template: Template) => string | null {
  const t = useTranslations('templates')
  return (template) => {
    const hindrance = hindranceOf(template, isOpen)
    if (hindrance === 'rejected' && template.reason) return t('rejectedFor', { reason: template.reason })
    return hindrance && t(`why.${hindrance}`)
  }
}
