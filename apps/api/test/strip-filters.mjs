// Stands between the product's own code and its door, in a built copy, and takes out of each query what says of which
// org a row must be. What then keeps orgs apart is the database alone.

/** Keys of several columns, by the name Prisma gives them, of which the org is one. */
const keysWithOrg = /^orgId_|_orgId(_|$)/

/** A condition without the org in it. What is no plain object (a time, the name of a column) is a value. */
function strip(where) {
  if (Array.isArray(where)) return where.map(strip)
  if (Object.prototype.toString.call(where) !== '[object Object]' || where.constructor !== Object)
    return where
  const entries = Object.entries(where).flatMap(([key, value]) => {
    if (key === 'orgId') return []
    return keysWithOrg.test(key) ? Object.entries(strip(value)) : [[key, strip(value)]]
  })
  return Object.fromEntries(entries)
}

/** The org's own row is named by its id; without the filter it is any row that is to be seen. */
const stripFor = (name, where) => (name === 'org' ? {} : strip(where ?? {}))

function wrapModel(name, model) {
  const firstLike = async (where) => model.findFirst({ where: stripFor(name, where) })
  /** What only takes a whole key gets that of the first row that fits without the org. */
  const byFoundKey = (operation) => async (args) => {
    const row = await firstLike(args.where)
    const key = Object.keys(args.where).find((one) => keysWithOrg.test(one))
    const where = row && (key ? { [key]: { orgId: row.orgId, id: row.id } } : { id: row.id })
    return operation({ ...args, where: where ?? args.where })
  }
  const stripped = (operation) => (args) => operation({ ...args, where: stripFor(name, args?.where) })
  const changed = {
    findUnique: stripped(model.findFirst),
    findUniqueOrThrow: stripped(model.findFirstOrThrow),
    update: byFoundKey(model.update),
    delete: byFoundKey(model.delete),
  }
  return new Proxy(model, {
    get: (target, operation) => {
      if (operation in changed) return changed[operation]
      const takesWhere = /^(find|count|aggregate|groupBy|updateMany|deleteMany)/.test(String(operation))
      return takesWhere ? stripped(target[operation]) : target[operation]
    },
  })
}

function wrapTransaction(tx) {
  return new Proxy(tx, {
    get: (target, name) => {
      const found = target[name]
      return /^[a-z]/.test(String(name)) && typeof found?.findFirst === 'function'
        ? wrapModel(name, found)
        : found
    },
  })
}

/** A door whose transactions pay no heed to the orgs that queries name. */
export function withoutFilters(door) {
  const wrap =
    (way) =>
    (org, work, ...rest) =>
      door[way](org, (tx) => work(wrapTransaction(tx)), ...rest)
  return { ...door, forOrg: wrap('forOrg'), readOrg: wrap('readOrg'), forOrgs: wrap('forOrgs') }
}
