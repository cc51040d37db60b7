// A section of a postmortem while somebody writes in it: kept on the server as they pause, in this
// browser while the server cannot be reached, and merged with what others save meanwhile.

const PAUSE = 700
const LONGEST = 5000
const EVERY = 2000
const SLOWEST = 15000
const form = document.querySelector("form[data-followed]")
const text = form.elements.text
const version = form.elements.version
const state = document.getElementById("state")
const said = { ...state.dataset }
const place = `havari.unsent ${said.account} ${form.action}`
const store = storage()
let there = text.value
let first = 0
let pause
let wait = EVERY
let busy = false
let asked = -1
let closed = false

putBack()
show()
text.addEventListener("input", typed)
form.addEventListener("submit", () => { closed = true })
window.addEventListener("online", () => follow())
window.addEventListener("pagehide", leave)
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && typedIs() && keep())
document.addEventListener("click", (event) => point(event.target.closest("[data-from]")))
setTimeout(follow, EVERY)

function typedIs() {
  return text.value !== there
}

// What was typed is in this browser, for this account, until the server has it.
function typed() {
  if (typedIs()) store.setItem(place, JSON.stringify({ version: version.value, text: text.value, at: Date.now() / 1000 }))
  else store.removeItem(place)
  first ||= Date.now()
  clearTimeout(pause)
  pause = setTimeout(keep, Math.max(0, Math.min(PAUSE, first + LONGEST - Date.now())))
}

function putBack() {
  const unsent = JSON.parse(store.getItem(place))
  if (!unsent || unsent.text === text.value) return store.removeItem(place)
  if (Number(said.keptAt) > unsent.at) {
    const older = document.getElementById("unsent")
    older.querySelector("textarea").value = unsent.text
    older.hidden = false
    return
  }
  text.value = unsent.text
  version.value = unsent.version
  tell(said.back)
  typed()
}

async function keep() {
  if (busy || closed || !typedIs()) return
  busy = true
  first = 0
  const words = text.value
  const sent = new FormData(form)
  sent.set("draft", "1")
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent })
    if (answer.redirected || answer.status === 403) return await renew()
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (!answer.ok) return tell(page.getElementById("errors")?.textContent.trim() || said.refused)
    there = words
    take(page, words)
    wait = EVERY
  } catch {
    tell(said.away)
  } finally {
    busy = false
    if (typedIs() && !closed) {
      clearTimeout(pause)
      pause = setTimeout(keep, Math.max(PAUSE, wait))
    }
  }
}

function take(page, words) {
  for (const id of ["preview", "findings"]) {
    const fresh = page.getElementById(id)
    if (fresh && !document.getElementById(id).contains(document.activeElement)) {
      document.getElementById(id).replaceWith(fresh)
    }
  }
  show()
  tell(page.getElementById("state")?.textContent.trim())
  const together = page.getElementById("id_text")
  const number = page.getElementById("id_version")?.value
  // What was typed since it was sent is merged the next time.
  if (together && number !== version.value && text.value === words) {
    merge(together.value)
    version.value = number
  }
  typed()
  if (!typedIs()) clearTimeout(pause)
}

// Only what differs is put in, so that the cursor stays where it is.
function merge(together) {
  const old = text.value
  let start = 0
  while (start < old.length && start < together.length && old[start] === together[start]) start++
  let same = 0
  while (same < old.length - start && same < together.length - start && old.at(-1 - same) === together.at(-1 - same)) same++
  text.setRangeText(together.slice(start, together.length - same), start, old.length - same, "preserve")
}

// Signed out, or a token that is no longer right: the state says which, and brings a new token.
async function renew() {
  const answer = await fetch(said.url, { cache: "no-store" })
  if (answer.redirected || !answer.ok) return tell(said.out)
  const now = await answer.json()
  if (String(now.account) !== said.account) return tell(said.other)
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = now.token
  wait = EVERY
}

async function follow() {
  if (closed) return
  try {
    if (document.visibilityState === "visible") await ask()
  } catch {
    wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
    tell(said.away)
  }
  setTimeout(follow, wait)
}

async function ask() {
  const answer = await fetch(said.url, { cache: "no-store" })
  if (answer.redirected || answer.status === 401 || answer.status === 403) return tell(said.out)
  if (!answer.ok) throw new Error(answer.status)
  const now = await answer.json()
  if (String(now.account) !== said.account) {
    closed = true
    return tell(said.other)
  }
  const isBack = wait !== EVERY || [said.out, said.away].includes(state.textContent)
  wait = EVERY
  const writing = document.getElementById("writing")
  writing.hidden = !now.writing
  if (writing.textContent !== now.writing) writing.textContent = now.writing
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = now.token
  // Somebody saved: what they wrote comes in with what is written here.
  if (String(now.version) !== version.value && now.version !== asked) {
    asked = now.version
    there = null
  }
  if (typedIs()) await keep()
  else if (isBack) tell("")
}

function tell(words) {
  if (words !== undefined && state.textContent !== words) state.textContent = words
}

function leave() {
  if (closed || !typedIs() || busy) return
  const sent = new FormData(form)
  sent.set("draft", "1")
  navigator.sendBeacon(form.action, sent)
}

function point(button) {
  if (!button) return
  const [from, until] = [button.dataset.from, button.dataset.until].map((count) => units(Number(count)))
  text.focus()
  text.setSelectionRange(from, until)
}

// The server counts characters, a browser counts halves of some of them.
function units(count) {
  return [...text.value].slice(0, count).join("").length
}

function show() {
  for (const button of document.querySelectorAll("[data-from]")) button.hidden = false
}

function storage() {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} }
  }
}
