const any = () => true
const isLength = (value: string) => /^\[?[\d.]/.test(value)
// Names of our own tokens, which couldn't be told from colours.
const isSize = (value: string) => /^(meta|small|ui|msg|reading|title|place|page|figure|\[[\d.])/.test(value)

const sides = ['x', 'y', 's', 'e', 't', 'b', 'l', 'r']
const around = (name: string) => sides.map((side) => name + side)
/** Groups that are called as their classes begin. */
const called = (names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, [{ [name]: [any] }]]))

/** Which classes set the same thing: of the whole of Tailwind, what is written here. */
export const classGroups = {
  display: 'block inline-block inline flex inline-flex grid inline-grid flow-root contents hidden'.split(' '),
  position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
  visibility: ['visible', 'invisible'],
  direction: [{ flex: ['row', 'col'] }],
  wrap: [{ flex: ['wrap', 'nowrap'] }],
  flex: [{ flex: ['1', 'auto', 'none'] }],
  grow: [{ grow: ['', any] }],
  shrink: [{ shrink: ['', any] }],
  ...called('size w h min-w min-h max-w max-h basis aspect order z opacity gap gap-x gap-y'),
  ...called(`p m ${around('p').join(' ')} ${around('m').join(' ')}`),
  ...called('top bottom start end left right inset inset-x inset-y'),
  ...called('items self justify justify-items justify-self place-items place-content'),
  ...called('rounded rounded-s rounded-e rounded-t rounded-b rounded-ss rounded-se'),
  ...called('bg fill shadow cursor leading whitespace animate outline-offset'),
  weight: [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
  family: [{ font: ['sans', 'serif', 'mono'] }],
  align: [{ text: ['start', 'center', 'end', 'left', 'right'] }],
  lines: [{ text: ['balance', 'wrap', 'nowrap', 'pretty'] }],
  'text-size': [{ text: [isSize] }],
  'text-colour': [{ text: [any] }],
  'border-width': [{ border: ['', isLength] }],
  'border-style': [{ border: ['solid', 'dashed', 'dotted', 'none'] }],
  ...Object.fromEntries(around('border-').map((edge) => [edge, [{ [edge]: ['', isLength] }]])),
  'border-colour': [{ border: [any] }],
  'ring-width': [{ 'inset-ring': ['', isLength] }],
  'ring-colour': [{ 'inset-ring': [any] }],
  'outline-style': [{ outline: ['none', 'hidden', 'solid', 'dashed'] }],
  'outline-width': [{ outline: ['', isLength] }],
  'outline-colour': [{ outline: [any] }],
}

/** Which groups a class of another one sets too. */
export const alsoSet = {
  p: around('p'),
  px: ['ps', 'pe', 'pl', 'pr'],
  py: ['pt', 'pb'],
  m: around('m'),
  mx: ['ms', 'me', 'ml', 'mr'],
  my: ['mt', 'mb'],
  size: ['w', 'h'],
  gap: ['gap-x', 'gap-y'],
  flex: ['basis', 'grow', 'shrink'],
  inset: ['inset-x', 'inset-y', 'start', 'end', 'left', 'right', 'top', 'bottom'],
  'inset-x': ['start', 'end', 'left', 'right'],
  'inset-y': ['top', 'bottom'],
  rounded: ['rounded-s', 'rounded-e', 'rounded-t', 'rounded-b', 'rounded-ss', 'rounded-se'],
  'rounded-s': ['rounded-ss'],
  'rounded-e': ['rounded-se'],
  'text-size': ['leading'],
  'border-width': around('border-'),
}
