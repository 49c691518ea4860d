/** In small letters and without accents, whatever the language, so that what is written in a hurry is found. */
export const fold = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
