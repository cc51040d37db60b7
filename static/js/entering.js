// The entry box: what is added stands there at once, marked as on its way, and the next can be
// written. What the server refused stays until whoever wrote it edits it or throws it away.

import { randomKey } from "./account.js"
import { carry, release } from "./carried.js"
import { place } from "./timeline.js"
import { forget, keep, reason, unsent } from "./unsent.js"

const DOUBLE = 1000
const form = document.querySelector("form.compose")
const text = form.elements.text
const bring = document.getElementById("bring")
const list = document.getElementById("unsent-entries")
const status = document.getElementById("unsent-said")
const blank = document.getElementById("unsent-entry").content
const said = list.dataset
const lang = document.documentElement.lang === "da" ? "da" : "en-GB"
const HELD = new Set(["refused", "unsure", "gone", "forbidden", "unread"])
let sent = 0
let last = 0
let at
let isPlain = false
let isKeeping = false

form.addEventListener("submit", add, { capture: true })
document.addEventListener("unsent", show)
document.addEventListener("entered", ({ detail }) => {
  detail.forEach(place)
  tell(said.written)
})
document.addEventListener("unseen", ({ detail }) => {
  const isJustWritten = detail.at === last && !text.value.trim()
  if (isJustWritten) edit(detail)
})
show()

function add(event) {
  if (isPlain) return
  if (isKeeping) return hold(event)
  const fields = [...new FormData(form)].filter(([name, value]) => !["csrfmiddlewaretoken", "key"].includes(name) && typeof value === "string")
  const files = [...form.elements.file.files]
  // A half-written date and what is empty are answered as without this.
  if ([...form.elements].some((field) => field.validity?.badInput)) return
  if (!text.value.trim() && files.length) return wordsFirst(event)
  if (!text.value.trim()) return Date.now() - sent < DOUBLE ? hold(event) : undefined
  if (files.length) {
    hold(event)
    return addWith(fields, files)
  }
  const kept = keep(form.action, fields, at)
  if (!kept) return
  last = kept
  hold(event)
  clear()
}

// The files are in this browser before the entry is, so that neither is lost without the other.
async function addWith(fields, files) {
  isKeeping = text.readOnly = true
  const key = randomKey()
  const isCarried = await carry(key, new URL(bring.dataset.attaches, location.href).href, form.action, files)
  const kept = isCarried && keep(form.action, fields, at, key)
  isKeeping = text.readOnly = false
  if (kept) {
    last = kept
    return clear()
  }
  if (isCarried) await release(key)
  isPlain = true
  form.requestSubmit()
  isPlain = false
}

function wordsFirst(event) {
  hold(event)
  tell("")
  tell(bring.dataset.words)
  text.setCustomValidity(bring.dataset.words)
  text.reportValidity()
  text.setCustomValidity("")
  text.focus()
}

function hold(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}

function clear() {
  sent = Date.now()
  at = undefined
  form.reset()
  for (const name of ["text", "occurred_at", "evidence_links", "milestone"]) form.elements[name].value = ""
  form.querySelector("details").open = false
  form.querySelectorAll(".errors, .error").forEach((each) => each.remove())
  form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"))
  text.dispatchEvent(new Event("input", { bubbles: true }))
  form.dispatchEvent(new Event("queued"))
  text.focus()
}

function show() {
  const items = unsent().filter((item) => item.action === form.action)
  const ids = new Set(items.map((item) => item.id))
  for (const row of [...list.children]) if (!ids.has(row.dataset.of)) row.remove()
  for (const item of items) {
    const row = [...list.children].find((each) => each.dataset.of === item.id) ?? made(item)
    const state = stateOf(item)
    row.querySelector(".links").hidden = !HELD.has(item.state)
    row.classList.toggle("held", HELD.has(item.state))
    if (row.querySelector(".state").textContent !== state) {
      row.querySelector(".state").textContent = state
      if (state !== said.sending) tell(state)
    }
  }
  list.hidden = !items.length
}

function made(item) {
  const row = blank.cloneNode(true).querySelector("li")
  const words = Object.fromEntries(item.fields)
  row.dataset.of = item.id
  row.querySelector("time").textContent = words.occurred_at?.slice(11, 16) || clock(item.at)
  row.querySelector(".text").textContent = words.text
  row.querySelector(".edit").addEventListener("click", () => edit(item))
  row.querySelector(".discard").addEventListener("click", () => {
    if (!confirm(said.discard)) return
    release(item.key)
    leave(item)
  })
  list.prepend(row)
  return row
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", timeZone: said.zone || undefined })
}

function stateOf(item) {
  if (item.state === "waiting") return said[reason()]
  if (item.state === "unsure") return said.unsure
  return `${said.refused} ${item.said || said[item.state]}`
}

// It goes back into the box as it was, with the moment it was written.
async function edit(item) {
  if (text.value.trim()) {
    tell(said.full)
    return text.focus()
  }
  for (const [name, value] of item.fields) if (form.elements[name]) form.elements[name].value = value
  at = item.at
  text.dispatchEvent(new Event("input", { bubbles: true }))
  leave(item)
  const files = await release(item.key)
  if (files.length) form.dispatchEvent(new CustomEvent("files", { detail: files }))
}

function leave(item) {
  forget(item)
  text.focus()
}

function tell(words) {
  if (status.textContent !== words) status.textContent = words
}
