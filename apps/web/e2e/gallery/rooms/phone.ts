import { chooseNumber, type Desk } from '../../desk.js'
import { byId, visible } from '../reach.js'
import type { Room } from '../state.js'
import type { Town } from '../town.js'

async function openPhone(desk: Desk, { stack }: Town): Promise<void> {
  await desk.page.goto(stack.simulatorUrl)
  await visible(desk.page, byId('customer-maria'))
}

async function openCustomer(desk: Desk, town: Town): Promise<void> {
  await openPhone(desk, town)
  await desk.page.getByTestId('customer-maria').click()
  await chooseNumber(desk.page, town.studio)
  await visible(desk.page, byId('phone-message'))
}

/** The simulated phone. */
export const phone: Room = {
  name: 'phone',
  states: [
    { name: 'customers', shows: 'Simulated phone, its customers', reach: openPhone },
    { name: 'conversation', shows: 'Simulated phone, a conversation', reach: openCustomer },
    {
      name: 'kinds',
      shows: 'Simulated phone, what can be sent',
      reach: async (desk, town) => {
        await openCustomer(desk, town)
        await desk.page.getByTestId('phone-plus').click()
        await visible(desk.page, byId('send-location'))
      },
    },
    {
      name: 'place',
      shows: 'Simulated phone, a place to send',
      reach: async (desk, town) => {
        await openCustomer(desk, town)
        await desk.page.getByTestId('phone-plus').click()
        await desk.page.getByTestId('send-location').click()
        await visible(desk.page, byId('form-send'))
      },
    },
    {
      name: 'inspector',
      shows: 'Simulated phone, webhook log',
      reach: async (desk, { stack }) => {
        await desk.page.goto(`${stack.simulatorUrl}/inspector`)
        await desk.page.getByTestId('exchange').first().click()
        await visible(desk.page, '.exchange-title')
      },
    },
    {
      name: 'options',
      shows: 'Simulated phone, making things happen',
      reach: async (desk, town) => {
        await openCustomer(desk, town)
        const open = desk.page.locator('#options-open')
        if (await open.isVisible()) await open.click()
        await visible(desk.page, '#options')
      },
    },
  ],
}
