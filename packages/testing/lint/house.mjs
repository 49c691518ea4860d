// Which part may import which, as lint rules: web → contracts ← api → db; inside the API a folder imports only from its
// left; and only who must cross orgs sees the rows of all.
import { relative, resolve, dirname, sep } from 'node:path'
import { logical, words } from './web.mjs'

/** The total order of the API's folders. */
const folders = [
  'platform',
  'events',
  'auth',
  'realtime',
  'twilio',
  'orgs',
  'quick-replies',
  'chat-accounts',
  'contacts',
  'media',
  'templates',
  'outbound',
  'labels',
  'notes',
  'conversations',
  'search',
  'inbound',
  'reconcile',
]

/** The same for the web: a room under features/ draws on those to its left. */
const rooms = [
  'words',
  'actions',
  'messages',
  'contacts',
  'window',
  'live',
  'sending',
  'notes',
  'presence',
  'conversations',
  'triage',
  'labels',
  'views',
  'quick-replies',
  'emoji',
  'templates',
  'composer',
  'thread',
  'notify',
  'search',
  'palette',
  'first-run',
  'inbox',
  'settings',
  'auth',
  'shell',
]

const roomOf = (path) => /^apps\/web\/features\/([^/]+)\//.exec(path)?.[1]
const isBelowRooms = (path) => /^apps\/web\/(client|components)\//.test(path)

const isTest = (path) => /\.test\.tsx?$|\/(test|e2e)\//.test(path)
const inRepo = (path) => relative(process.cwd(), path).split(sep).join('/')

/** Calls `check(node, specifier)` for every static and dynamic import and re-export. */
function onImports(check) {
  const visit = (node) =>
    node.source && typeof node.source.value === 'string' && check(node, node.source.value)
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
  }
}

const arrows = {
  create(context) {
    const file = inRepo(context.filename)
    const folder = /^apps\/api\/src\/([^/]+)\//.exec(file)?.[1]
    const mine = folders.indexOf(folder ?? '')
    const room = roomOf(file)
    return onImports((node, specifier) => {
      const report = (message) => context.report({ node, message })
      if (specifier.startsWith('.')) {
        const target = inRepo(resolve(dirname(context.filename), specifier))
        const other = /^apps\/api\/src\/([^/]+)\//.exec(target)?.[1]
        if (folder && other && mine < folders.indexOf(other)) {
          report(
            `${folder}/ may not import ${other}/: a folder imports only from its left (${folders.join(' · ')}).`,
          )
        }
        const otherRoom = roomOf(target)
        if (otherRoom && (room ? rooms.indexOf(room) < rooms.indexOf(otherRoom) : isBelowRooms(file))) {
          report(`${room ?? file} may not import features/${otherRoom}/: the order is ${rooms.join(' · ')}.`)
        }
        if (folder && mine >= 0 && /^apps\/api\/src\/[^/]+$/.test(target) && !target.endsWith('/env.js')) {
          report('A folder of the API never imports the processes that are made of it: main, worker, cli.')
        }
        if (folder && other !== folder && target.endsWith('.processor.js')) {
          report('A processor is imported by its own module alone; the job file is the public door.')
        }
      }
      if (specifier === 'twilio' || specifier.startsWith('twilio/')) {
        if (file.startsWith('apps/') && folder !== 'twilio' && !isTest(file))
          report('Only twilio/ knows the SDK.')
      }
      if (
        /^(apps\/(web|simulator)|packages\/(contracts|bench))\//.test(file) &&
        specifier.startsWith('@cloudpa/db')
      ) {
        report('Only the API talks to the database.')
      }
      if (specifier.startsWith('@cloudpa/testing/') && !isTest(file) && !file.startsWith('packages/bench/')) {
        report('What production starts never needs the test kit.')
      }
      if (file.startsWith('packages/') && /(^|\/)apps\/|@cloudpa\/(api|web|simulator)/.test(specifier)) {
        report('Packages never import apps.')
      }
    })
  },
}

const bodySchema = {
  create(context) {
    return {
      Decorator({ expression }) {
        if (expression.type !== 'CallExpression' || expression.callee.name !== 'Body') return
        const options = expression.arguments.find(({ type }) => type === 'ObjectExpression')
        const named = options?.properties.some(({ key }) => key?.name === 'schema')
        if (!named)
          context.report({ node: expression, message: 'A bare @Body() is not validated: pass { schema }.' })
      },
    }
  },
}

const environment = {
  create(context) {
    const file = inRepo(context.filename)
    if (!/^apps\/(api|simulator)\/src\//.test(file) || file.endsWith('/src/env.ts') || isTest(file)) return {}
    return {
      MemberExpression(node) {
        if (node.object.name === 'process' && node.property.name === 'env') {
          context.report({ node, message: 'Only env.ts reads the environment.' })
        }
      },
    }
  },
}

/** What leads to the rows of every org. */
const system = new Set([
  'SYSTEM',
  'InjectSystem',
  'SystemClient',
  'WEBHOOK_POOL',
  'InjectWebhookPool',
  'requireDatabaseUrl',
  'createSystem',
  'createPool',
  'PrismaClient',
])

/** Who must cross orgs: whoever has to find out whose something is, and what looks after all orgs alike. */
const crossesOrgs = [
  'platform/(database|platform.module|await-database|installation|secret-keys|health.controller|queue)',
  'auth/(access-changes|accounts.service|api-key-bearers|better-auth|memberships.service)',
  'auth/(set-up|set-up.service|sign-ups.service)',
  'events/(event-heads|prune-events)',
  'contacts/prune-merges',
  'realtime/hint-connection',
  'chat-accounts/(chat-account-directory|environment-account)',
  'conversations/snooze-alarm',
  'media/media-sweeper',
  'templates/template-syncer',
  'search/search-folder',
  'outbound/(find-due|find-unfinished|outbox-sweeper|schedule-alarm)',
  'inbound/(webhook-events|receive-status.service|webhook-event-sweeper|prune-webhook-events|set-aside)',
  'inbound/(ingest|ingest-alarm|ingest.service|merge-status.service)',
  'reconcile/(find-numbers|reconciler)',
  'worker',
  'cli',
].map((path) => new RegExp(`^apps/api/src/${path}\\.ts$`))

const tenancy = {
  create(context) {
    const file = inRepo(context.filename)
    if (!file.startsWith('apps/api/src/') || isTest(file)) return {}
    if (crossesOrgs.some((path) => path.test(file))) return {}
    const leads = ({ source }) => /^(pg|@cloudpa\/db)$|\/database\.js$/.test(source.value)
    const message = 'Only who must cross orgs may see the rows of all: go through the door (forOrg).'
    return {
      ImportDeclaration(node) {
        const named = node.specifiers.some(({ imported }) => system.has(imported?.name))
        const whole = node.specifiers.some(({ type }) => type === 'ImportNamespaceSpecifier')
        if (named || (whole && leads(node)) || node.source.value === 'pg') context.report({ node, message })
      },
      ImportExpression(node) {
        if (leads(node)) context.report({ node, message })
      },
    }
  },
}

/** What members tell each other is read and written in one folder, which knows no way out. */
const notes = {
  create(context) {
    const file = inRepo(context.filename)
    const folder = /^apps\/api\/src\/(?:([^/]+)\/)?/.exec(file)
    if (!folder || isTest(file)) return {}
    if (folder[1] === 'notes') {
      return onImports((node, specifier) => {
        if (/\/(outbound|twilio|inbound)\//.test(specifier) || /bullmq/.test(specifier))
          context.report({
            node,
            message: 'A note can’t reach Twilio: notes/ knows nothing that leads there.',
          })
      })
    }
    const message = 'Only notes/ reads and writes notes, so that no way out ever comes across one.'
    return {
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name
        if (['note', 'mention'].includes(name) && /^(tx|prisma|system)$/.test(node.object.name))
          context.report({ node, message })
      },
      TemplateElement(node) {
        if (/\b(FROM|JOIN|INTO|UPDATE|TABLE|USING)\s+"?(note|mention)\b/i.test(node.value.raw))
          context.report({ node, message })
      },
    }
  },
}

/** What asks an address. */
const clients = /^(undici|axios|got|node-fetch|(node:)?(http2?|https))$/

const outside = {
  create(context) {
    const file = inRepo(context.filename)
    const isDoor = file === 'apps/api/src/platform/outside-fetch.ts'
    if (!file.startsWith('apps/api/src/') || isDoor || isTest(file)) return {}
    const message = 'Whoever asks an address that somebody else named goes through platform/outside-fetch.ts.'
    return {
      ImportDeclaration(node) {
        if (!clients.test(node.source.value) || node.importKind === 'type') return
        // Node's own make servers too.
        const isNode = /http/.test(node.source.value)
        const asks = node.specifiers.some(
          ({ imported, importKind }) =>
            importKind !== 'type' && /^(request|get|Agent|connect)$/.test(imported?.name ?? 'request'),
        )
        if (!isNode || asks) context.report({ node, message })
      },
      ImportExpression(node) {
        if (clients.test(node.source.value)) context.report({ node, message })
      },
      CallExpression(node) {
        const { callee } = node
        const isGlobal = callee.object?.name === 'globalThis' && callee.property?.name === 'fetch'
        if (callee.name === 'fetch' || isGlobal) context.report({ node, message })
      },
    }
  },
}

export default {
  meta: { name: 'house' },
  rules: { arrows, 'body-schema': bodySchema, environment, logical, notes, outside, tenancy, words },
}
