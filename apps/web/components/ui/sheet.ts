/** The bar at the top of what rose from below on a phone. */
export const grip =
  "max-md:before:mx-auto max-md:before:mt-2 max-md:before:mb-3 max-md:before:block max-md:before:h-1 max-md:before:w-9 max-md:before:rounded-full max-md:before:bg-line max-md:before:content-['']"

/** What rises from below on a phone, and is a card in the middle of anything larger. */
export const sheet =
  'fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] animate-sheet overflow-y-auto rounded-t-sheet bg-pop px-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] shadow-sheet focus:outline-none md:p-6 md:shadow-pop ' +
  grip

export const card = 'md:inset-0 md:m-auto md:h-fit md:animate-pop md:rounded-card'
