// Entries that were written and are not on the server yet: kept in this browser for their account,
// over reloads and closed tabs, and sent in the order they were written, by one tab at a time.
// Each has a key of its own, by which the server knows what it was sent before.

const FIRST = 1000
const SLOWEST = 15000
const LONGEST = 20000
// The server knows keys for a day: what may have come through is not sent again after that.
const KNOWN = 20 * 60 * 60 * 1000
const account = document.querySelector("[data-account]")?.dataset.account
const prefix = `havari.unsent ${account} entry `
const store = storage()
let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value
let wait = FIRST
let next
let busy = false
let newest = 0
let why = "sending"

if (account) {
  window.addEventListener("storage", ({ key }) => key?.startsWith(prefix) && changed())
  window.addEventListener("online", now)
  window.addEventListener("pageshow", now)
  now()
}

// All that this account wrote here, the oldest first.
export function unsent() {
  return names().sort().map(read).filter(Boolean)
}

// Why nothing is being sent at the moment, or "sending".
export function reason() {
  return why
}

// Keep what a form says until the server has it; its moment, or 0 where this browser keeps nothing.
export function keep(action, fields, at = moment()) {
  const key = randomKey()
  const id = `${prefix}${String(at).padStart(15, "0")} ${key}`
  if (!account || !write({ id, key, action, fields, at, state: "waiting" })) return 0
  changed()
  now()
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

function now() {
  clearTimeout(next)
  wait = FIRST
  send()
}

async function send() {
  if (busy || !waiting()) return
  busy = true
  try {
    await alone(sendAll)
  } finally {
    busy = false
    changed()
  }
  if (why !== "sending") later()
  else if (waiting()) send()
}

// Not all browsers at the same moment, when the server is back.
function later() {
  clearTimeout(next)
  wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
  next = setTimeout(send, wait * Math.random() + FIRST)
}

// Where tabs cannot agree who sends, the keys alone keep entries from being doubled.
function alone(act) {
  return navigator.locks ? navigator.locks.request(prefix, act) : act()
}

async function sendAll() {
  let item
  while ((item = waiting())) {
    why = await sent(item)
    if (why !== "sending") return
    wait = FIRST
  }
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
      const { entries } = await answer.json()
      document.dispatchEvent(new CustomEvent("entered", { detail: entries }))
      store.removeItem(item.id)
      changed()
      return "sending"
    }
    if (answer.status === 422) return refuse(item, await answer.json())
    if (answer.status === 403 || answer.redirected) return isRenewed ? "away" : await renewed(item)
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
    headers: { Accept: "application/json", "X-CSRFToken": token },
    signal: AbortSignal.timeout(LONGEST),
  })
}

// Signed out, a token that is no longer right, or a role that does not allow it: which is asked.
async function renewed(item) {
  const answer = await fetch(item.action, { headers: { Accept: "application/json" }, cache: "no-store" })
  if (answer.redirected) return "out"
  if (answer.status === 404) return settle(item, "gone")
  if (!answer.ok) return "away"
  const who = await answer.json()
  if (String(who.account) !== account) return "other"
  if (!who.may) return settle(item, "forbidden")
  token = who.token
  return sent(item, true)
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

// As a UUID, version 4; `crypto.randomUUID` is not there on pages served without TLS.
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

function storage() {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} }
  }
}
