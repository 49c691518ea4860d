import type { ComponentProps } from 'react'
import { expect, it } from 'vitest'
import { Button } from './button'

/** What a press does: to the page, and to what the button is for. */
function press(props: ComponentProps<typeof Button>) {
  const done: string[] = []
  const button = Button({ ...props, onClick: () => done.push('acts') })
  button.props.onClick({ preventDefault: () => done.push('holds back') })
  return done
}

it('acts when it is pressed', () => {
  expect(press({})).toEqual(['acts'])
})

it('keeps the focus while it is at work, and lets no second press or submit through', () => {
  expect(press({ busy: true, type: 'submit' })).toEqual(['holds back'])
  expect(Button({ busy: true }).props).toMatchObject({ 'aria-disabled': true, 'aria-busy': true })
  expect(Button({ busy: true }).props).not.toHaveProperty('disabled')
})
