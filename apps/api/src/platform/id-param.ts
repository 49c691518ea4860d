import { Param, type PipeTransform } from '@nestjs/common'
import { validate } from 'uuid'
import { notFound } from './app-error.js'

const uuidOrNotFound: PipeTransform<string, string> = {
  transform(value) {
    if (!validate(value)) throw notFound()
    return value
  },
}

/** The `:id` of a route. Whatever is no UUID answers exactly as an id that doesn't exist. */
export const IdParam = () => Param('id', uuidOrNotFound)
