import common from './common.json'
import errors from './errors.json'
import actions from './actions.json'
import messages from './messages.json'
import window from './window.json'
import live from './live.json'
import sending from './sending.json'
import presence from './presence.json'
import conversations from './conversations.json'
import triage from './triage.json'
import labels from './labels.json'
import views from './views.json'
import templates from './templates.json'
import quickReplies from './quickReplies.json'
import notes from './notes.json'
import composer from './composer.json'
import thread from './thread.json'
import ledger from './ledger.json'
import notify from './notify.json'
import search from './search.json'
import palette from './palette.json'
import firstRun from './firstRun.json'
import inbox from './inbox.json'
import contacts from './contacts.json'
import addressBook from './addressBook.json'
import settings from './settings.json'
import auth from './auth.json'
import shell from './shell.json'

/** Modern Standard Arabic, as plain as it goes. */
export default {
  common,
  errors,
  actions,
  messages,
  window,
  live,
  sending,
  presence,
  conversations,
  triage,
  labels,
  views,
  templates,
  quickReplies,
  notes,
  composer,
  thread,
  ledger,
  notify,
  search,
  palette,
  firstRun,
  inbox,
  contacts,
  addressBook,
  settings,
  auth,
  shell,
}
