// What the screens of the web may not have in their code: words of one language, and directions of one script.

const isScreen = (file) =>
  /apps\/web\/(app|components|features)\/.*\.tsx?$/.test(file.replaceAll('\\', '/')) &&
  !/\.test\.tsx?$|\/sample-[^/]+$/.test(file)

/** Words, as opposed to codes (`AC…`), digits and punctuation: letters of a script without capitals count too. */
const hasWords = (text) => typeof text === 'string' && /\p{Ll}{2}|\p{Lo}{2}/u.test(text)

/** Attributes that are read by a person or to them. */
const spoken = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'hint',
  'label',
  'placeholder',
  'title',
])

/** A command or a key is the same in every language. */
const isCode = ({ openingElement }) => ['code', 'kbd'].includes(openingElement?.name.name)

/** Every literal that an expression may come to. */
function literalsOf(node) {
  switch (node?.type) {
    case 'Literal':
      return [{ node, text: node.value }]
    case 'TemplateLiteral':
      return node.quasis.map((quasi) => ({ node: quasi, text: quasi.value.cooked }))
    case 'ConditionalExpression':
      return [...literalsOf(node.consequent), ...literalsOf(node.alternate)]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return [...literalsOf(node.left), ...literalsOf(node.right)]
    case 'JSXExpressionContainer':
      return literalsOf(node.expression)
    default:
      return []
  }
}

export const words = {
  create(context) {
    if (!isScreen(context.filename)) return {}
    const check = (found) => {
      for (const { node, text } of found) {
        if (!hasWords(text)) continue
        context.report({
          node,
          message: 'Words stand in features/words/messages, in every language: use useTranslations.',
        })
      }
    }
    return {
      JSXText(node) {
        if (!isCode(node.parent)) check([{ node, text: node.value }])
      },
      JSXExpressionContainer({ parent, expression }) {
        if (/^JSX(Element|Fragment)$/.test(parent.type) && !isCode(parent)) check(literalsOf(expression))
      },
      JSXAttribute(node) {
        if (spoken.has(node.name.name)) check(literalsOf(node.value))
      },
    }
  },
}

const physical =
  /^-?(?:(?:scroll-)?[mp][lr]-|(?:left|right)-(?:[\d[(]|px$|auto$|full$)|(?:text|float|clear)-(?:left|right)$|border-[lr](?:-|$)|rounded-(?:[lr]|[tb][lr])(?:-|$))/

/** A class without its variants (`md:`, `has-[a:b]:`) and its mark of importance. */
const bare = (name) => name.replace(/^(?:(?:\[[^\]]*\]|\([^)]*\)|[^[\](:)])+:)+/, '').replace(/^!/, '')

export const logical = {
  create(context) {
    if (!isScreen(context.filename)) return {}
    const check = (node, text) => {
      if (typeof text !== 'string') return
      const found = text.split(/\s+/).filter((name) => physical.test(bare(name)))
      if (found.length === 0) return
      const message = `Right to left these are on the wrong side: ${found.join(' ')}. Use start and end.`
      context.report({ node, message })
    }
    return {
      Literal: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, node.value.cooked),
    }
  },
}
