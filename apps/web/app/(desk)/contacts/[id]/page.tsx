/** The layout draws the contacts; this makes the address a real one. */
export default function Page() {
  return null
}
