/** The mark: the ring is the 24 hours, the dot is whoever waits. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <path
        d="M26.2 20.6A11.2 11.2 0 1 1 19.9 5.5"
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <circle cx="26.1" cy="11.2" r="3.6" className="fill-unread" />
    </svg>
  )
}
