import { Param, type PipeTransform } from '@nestjs/common'
import { validate } from 'uuid'
import { notFound } from './app-error.js'

/** @returns an id as the database writes it, which is what others are compared with; null for what is no UUID */
export const readId = (value: string): string | null => (validate(value) ? value.toLowerCase() : null)

const uuidOrNotFound: PipeTransform<string, string> = {
  transform(value) {
    const id = readId(value)
    if (id === null) throw notFound()
    return id
  },
}

/** The `:id` of a route. Whatever is no UUID answers exactly as an id that doesn't exist. */
export const IdParam = () => Param('id', uuidOrNotFound)
