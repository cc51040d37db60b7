// What a browser adds to forms that work without it: errors get the focus, a half-written date is
// never read as none, nothing is sent twice, and text that was not sent is still there afterwards.

import { carried, forgetCarried } from "./carried.js"
import { unsent } from "./unsent.js"

const DOUBLE = 3000

for (const form of document.querySelectorAll("form[method=post]")) {
  // The server's words are better than the browser's, except where it could not see what was typed.
  form.noValidate = true
  form.addEventListener("submit", (event) => send(form, event))
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
}
document.getElementById("errors")?.focus()

function send(form, event) {
  const halfWritten = [...form.elements].find((field) => field.validity?.badInput)
  if (halfWritten) {
    event.preventDefault()
    halfWritten.closest("details")?.setAttribute("open", "")
    halfWritten.reportValidity()
  } else if (form.dataset.sent) {
    event.preventDefault()
  } else if (!("stays" in form.dataset)) {
    form.dataset.sent = "yes"
    setTimeout(() => delete form.dataset.sent, DOUBLE)
  }
}

// Seconds are asked for only where somebody says that they are known.
for (const precision of document.querySelectorAll("select[name=precision]")) {
  const moment = precision.form.elements.occurred_at
  const adapt = () => { moment.step = precision.value === "second" ? "1" : "any" }
  precision.addEventListener("change", adapt)
  adapt()
}

// Drafts live as long as the tab, and never in what the next person at this browser can open.
const store = storage()
const SENT = "havari.sent"
const typed = (form) => [...form.elements].filter((field) =>
  field.name && (field.tagName === "TEXTAREA" || ["text", "url", "datetime-local", "date"].includes(field.type)))

if (isSaved()) {
  store.removeItem(store.getItem(SENT))
  store.removeItem(SENT)
}
for (const form of document.querySelectorAll("form[data-kept]")) {
  const key = `havari.draft ${form.action}`
  const version = form.elements.version?.value ?? ""
  const fields = typed(form)
  const atFirst = fields.map((field) => field.value)
  restore(form, key, version, fields)
  form.addEventListener("input", () => {
    const texts = Object.fromEntries(fields.map((field) => [field.name, field.value]))
    if (fields.every((field, place) => field.value === atFirst[place])) store.removeItem(key)
    else store.setItem(key, JSON.stringify({ version, texts }))
  })
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) store.setItem(SENT, key)
  })
  // It goes to the server by another way, which keeps it until it is there.
  form.addEventListener("queued", () => {
    store.removeItem(key)
    form.querySelector(".draft").hidden = true
  })
  form.querySelector(".draft button")?.addEventListener("click", () => {
    store.removeItem(key)
    fields.forEach((field, place) => { field.value = atFirst[place] })
    form.querySelector(".draft").hidden = true
    fields[0]?.focus()
  })
}
for (const form of document.querySelectorAll(".who form")) {
  form.addEventListener("submit", async (event) => {
    const files = carried().length
    // Words and files are never thrown away unasked.
    if ((unsent().length || files) && !confirm(form.dataset.unsent)) {
      event.preventDefault()
      delete form.dataset.sent
      return
    }
    store.clear()
    forgetUnsent()
    if (!files) return
    event.preventDefault()
    await forgetCarried()
    form.submit()
  })
}

// A browser that keeps nothing keeps no drafts; everything else still works.
function storage() {
  try {
    return window.sessionStorage
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {}, clear() {} }
  }
}

// What an editor could not send yet is kept longer than the tab, but not for whoever comes next.
function forgetUnsent() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("havari.unsent ")) localStorage.removeItem(name)
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function isSaved() {
  return location.hash.startsWith("#entry-") || document.querySelector(".notice.success") !== null
}

function restore(form, key, version, fields) {
  const kept = JSON.parse(store.getItem(key))
  // What the server shows after a refusal is newer, and a draft of an older version may be wrong.
  if (!kept || kept.version !== version || form.querySelector(".errors, [aria-invalid]")) return
  for (const field of fields) if (field.name in kept.texts) field.value = kept.texts[field.name]
  form.querySelector(".draft").hidden = false
}

// A link to a field puts the cursor there.
if (location.hash) document.getElementById(location.hash.slice(1))?.focus()
