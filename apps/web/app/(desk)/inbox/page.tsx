/** The layout draws the inbox; this makes the address a real one. */
export default function Page() {
  return null
}
