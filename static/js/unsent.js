// Entries that were written and are not on the server yet: kept in this browser for their account,
// over reloads and closed tabs, and sent in the order they were written, by one tab at a time.
// Each has a key of its own, by which the server knows what it was sent before.

import { account, randomKey, renewed, token } from "./account.js"
import { moor } from "./carried.js"
import { sender } from "./sender.js"

const LONGEST = 20000
// The server knows keys for a day: what may have come through is not sent again after that.
const KNOWN = 20 * 60 * 60 * 1000
const prefix = `havari.unsent ${account} entry `
const store = storage()
let newest = 0
const entries = sender(prefix, waiting, sent, changed)

if (account) {
  window.addEventListener("storage", ({ key }) => key?.startsWith(prefix) && changed())
  entries.now()
}

// All that this account wrote here, the oldest first.
export function unsent() {
  return names().sort().map(read).filter(Boolean)
}

// Why nothing is being sent at the moment, or "sending".
export const reason = entries.reason

// Keep what a form says until the server has it; its moment, or 0 where this browser keeps nothing.
// `key` is what its files are kept under, if there are any.
export function keep(action, fields, at = moment(), key = randomKey()) {
  const id = `${prefix}${String(at).padStart(15, "0")} ${key}`
  if (!account || !write({ id, key, action, fields, at, state: "waiting" })) return 0
  changed()
  entries.now()
  return at
}

// No two are written at the same moment, so that their order is known.
function moment() {
  newest = Math.max(Date.now(), newest + 1)
  return newest
}

export function forget(item) {
  store.removeItem(item.id)
  changed()
}

function waiting() {
  return unsent().find((item) => item.state === "waiting")
}

// "sending" when the server has answered; else why it has to wait.
async function sent(item, isRenewed = false) {
  if (item.tried && Date.now() - item.tried > KNOWN) return settle(item, "unsure")
  item.tried ??= Date.now()
  write(item)
  try {
    const answer = await post(item)
    if (answer.status === 201) {
      const { entries: written, entry } = await answer.json()
      // Sent once more if this tab closes here, it is led to the same entry.
      await moor(item.key, entry)
      document.dispatchEvent(new CustomEvent("entered", { detail: written }))
      store.removeItem(item.id)
      changed()
      return "sending"
    }
    if (answer.status === 422) return refuse(item, await answer.json())
    if (answer.status === 403 || answer.redirected) return isRenewed ? "away" : await afresh(item)
    if (answer.status === 404) return settle(item, "gone")
    return answer.status === 400 || answer.status === 413 ? settle(item, "unread") : "away"
  } catch {
    return "away"
  }
}

function post(item) {
  const said = new URLSearchParams(item.fields)
  said.set("key", item.key)
  said.set("age", String(Math.max(0, Math.round((Date.now() - item.at) / 1000))))
  return fetch(item.action, {
    method: "POST",
    body: said,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    signal: AbortSignal.timeout(LONGEST),
  })
}

async function afresh(item) {
  const what = await renewed(item.action)
  if (what === "renewed") return sent(item, true)
  return what === "gone" || what === "forbidden" ? settle(item, what) : what
}

// What the box itself can show goes back to whoever just wrote it.
function refuse(item, { refused, unseen }) {
  settle(item, "refused", refused.join(" "))
  if (unseen) document.dispatchEvent(new CustomEvent("unseen", { detail: item }))
  return "sending"
}

// It is not sent again by itself; whoever wrote it decides.
function settle(item, state, said = "") {
  // Thrown away meanwhile, in another tab.
  if (read(item.id)) write({ ...item, state, said })
  changed()
  return "sending"
}

function changed() {
  document.dispatchEvent(new CustomEvent("unsent"))
}

function names() {
  return account ? Object.keys(store).filter((name) => name.startsWith(prefix)) : []
}

function read(id) {
  try {
    return JSON.parse(store.getItem(id))
  } catch {
    return null
  }
}

function write(item) {
  try {
    store.setItem(item.id, JSON.stringify(item))
    return store.getItem(item.id) !== null
  } catch {
    return false
  }
}

function storage() {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} }
  }
}
