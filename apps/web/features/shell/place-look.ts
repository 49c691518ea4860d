/** How one entry of the rail and of the tabs looks. */
export const placeLook =
  'relative flex flex-1 flex-col items-center justify-center gap-[3px] rounded-ctl text-meta transition-colors duration-(--d-quick) lg:flex-none lg:py-1.5'
