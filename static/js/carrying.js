// What is on its way to the server, file by file: how far it is, why it waits, and a way to stop it.

import { carried, giveUp, tryAgain, whyFilesWait } from "./carried.js"
import { unsent } from "./unsent.js"

const place = document.getElementById("bring")
const here = new URL(place.dataset.attaches, location.href).href
const list = document.getElementById("carried-files")
const blank = document.getElementById("carried-file").content
const status = document.getElementById("bring-said")
const words = { ...document.getElementById("unsent-entries").dataset, ...list.dataset }

document.addEventListener("carried", show)
document.addEventListener("unsent", show)
document.addEventListener("carrying", ({ detail }) => {
  const row = rowOf(detail.key)
  if (!row) return
  row.querySelector("progress").value = detail.part
  row.querySelector(".state").textContent = `${words.sending} ${Math.round(detail.part * 100)} %`
})
document.addEventListener("arrived", ({ detail }) => {
  if (detail.action === here) status.textContent = `${words.attached} ${detail.name}.`
})
show()

function show() {
  const files = carried().filter((file) => file.action === here)
  const keys = new Set(files.map((file) => file.key))
  for (const row of [...list.children]) {
    if (keys.has(row.dataset.of)) continue
    const hadFocus = row.contains(document.activeElement)
    row.remove()
    if (hadFocus) document.querySelector("form.compose").elements.text.focus()
  }
  for (const file of files) fill(rowOf(file.key) ?? made(file), file)
  list.hidden = !files.length
}

function rowOf(key) {
  return [...list.children].find((each) => each.dataset.of === key)
}

function made(file) {
  const row = blank.cloneNode(true).querySelector("li")
  row.dataset.of = file.key
  row.querySelector(".name").textContent = file.name
  for (const named of row.querySelectorAll("progress, button")) {
    named.setAttribute("aria-label", `${named.textContent.trim() || words.sending}: ${file.name}`)
  }
  row.querySelector(".cancel").addEventListener("click", () => giveUp(file.key))
  row.querySelector(".again").addEventListener("click", () => tryAgain(carried().find((each) => each.key === file.key)))
  list.append(row)
  return row
}

function fill(row, file) {
  const state = stateOf(file)
  const isHeld = file.state !== "waiting"
  row.classList.toggle("held", isHeld)
  row.querySelector("progress").hidden = isHeld || !file.entry
  row.querySelector(".again").hidden = !isHeld
  const shown = row.querySelector(".state")
  if (shown.dataset.state === state) return
  shown.dataset.state = state
  shown.textContent = state
  if (isHeld) status.textContent = `${file.name}: ${state}`
}

function stateOf(file) {
  if (file.state !== "waiting") return `${words.notAttached} ${file.said || words[file.state]}`
  if (file.entry) return words[whyFilesWait()]
  return unsent().some((item) => item.key === file.of) ? words.follows : words.alone
}
