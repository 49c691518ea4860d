/** Under which the answers about templates are kept. */
export const templatesKey = ['templates'] as const
