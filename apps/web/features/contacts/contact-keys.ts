/** All that was asked of contacts: asked again when many have changed. */
export const contactsKey = ['contacts'] as const
export const contactListsKey = [...contactsKey, 'list'] as const
export const contactKey = (id: string) => [...contactsKey, 'one', id] as const
