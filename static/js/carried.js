// Files that were chosen and are not on the server yet: kept in this browser for their account,
// over reloads and closed tabs. They wait for the entry they go with; then each is sent by itself
// with a key of its own, by which the server knows what it was sent before.

import { account, randomKey, renewed, token } from "./account.js"
import { sender } from "./sender.js"

// Nothing moved for so long: the connection is lost, although nobody said so.
const STALLED = 45000
const others = window.BroadcastChannel && new BroadcastChannel("havari carried")
let base
let known = []
let under
const files = sender(`havari carried ${account}`, waiting, sent, changed)

if (account) {
  others?.addEventListener("message", refresh)
  refresh().then(files.now)
}

// All that this account has under way, in the order it was chosen; without asking again.
export function carried() {
  return known
}

// Why nothing is being sent at the moment, or "sending".
export const whyFilesWait = files.reason

// Keep files until the server has them; false where this browser keeps none.
export async function carry(of, action, asks, chosen) {
  const records = chosen.map((blob, place) => ({
    key: randomKey(), account, of, action, asks, blob, name: blob.name, size: blob.size,
    entry: null, at: Date.now() + place / 100, state: "waiting", said: "",
  }))
  try {
    await stored("readwrite", (store) => records.map((each) => store.put(each)))
  } catch {
    return false
  }
  await changed()
  return true
}

// The entry is written down: what goes with it may follow.
export async function moor(of, entry) {
  await changeEach(of, (store, each) => store.put({ ...each, entry }))
  files.now()
}

// What goes with an entry, back in the hands of whoever chose it.
export async function release(of) {
  const gone = await changeEach(of, (store, each) => store.delete(each.key))
  return gone.map((each) => each.blob)
}

export async function giveUp(key) {
  await stored("readwrite", (store) => store.delete(key))
  await changed()
  if (under?.key === key) under.request.abort()
}

export async function tryAgain(file) {
  await settle(file, "waiting")
  files.now()
}

export async function forgetCarried() {
  known = []
  under?.request.abort()
  await stored("readwrite", (store) => store.clear()).catch(() => {})
}

async function changeEach(of, change) {
  const mine = (await all()).filter((each) => each.of === of)
  if (!mine.length) return mine
  await stored("readwrite", (store) => mine.forEach((each) => change(store, each)))
  await changed()
  return mine
}

async function waiting() {
  return (await all()).find((each) => each.entry && each.state === "waiting")
}

async function all() {
  try {
    const found = await stored("readonly", (store) => store.getAll())
    return found.filter((each) => each.account === account).sort((one, other) => one.at - other.at)
  } catch {
    return []
  }
}

// "sending" when the server has answered; else why it has to wait.
async function sent(file, isRenewed = false) {
  const { status, said } = await post(file)
  if (!(await all()).some((each) => each.key === file.key)) return "sending"
  if (status === 201) return arrived(file, said)
  if (status === 422) return settle(file, "refused", said.refused?.join(" "))
  if (status === 404) return settle(file, "gone")
  if (status === 400 || status === 413) return settle(file, "unread")
  if (status !== 403 || isRenewed) return "away"
  const what = await renewed(file.asks).catch(() => "away")
  if (what === "renewed") return sent(file, true)
  return what === "gone" || what === "forbidden" ? settle(file, what) : what
}

function post(file) {
  const form = new FormData()
  for (const name of ["key", "entry"]) form.set(name, file[name])
  form.set("file", file.blob, file.name)
  const request = new XMLHttpRequest()
  under = { key: file.key, request }
  request.open("POST", file.action)
  request.setRequestHeader("Accept", "application/json")
  request.setRequestHeader("X-CSRFToken", token())
  let stalled
  const moved = () => {
    clearTimeout(stalled)
    stalled = setTimeout(() => request.abort(), STALLED)
  }
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    moved()
    document.dispatchEvent(new CustomEvent("carrying", { detail: { key: file.key, part: loaded / total } }))
  })
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => {
      clearTimeout(stalled)
      under = undefined
      resolve({ status: request.status, said: read(request.responseText) })
    })
    moved()
    request.send(form)
  })
}

async function arrived(file, { entries = [] }) {
  await stored("readwrite", (store) => store.delete(file.key))
  document.dispatchEvent(new CustomEvent("entered", { detail: entries }))
  document.dispatchEvent(new CustomEvent("arrived", { detail: file }))
  await changed()
  return "sending"
}

async function settle(file, state, said = "") {
  await stored("readwrite", (store) => store.put({ ...file, state, said }))
  await changed()
  return "sending"
}

async function changed() {
  await refresh()
  others?.postMessage("changed")
}

async function refresh() {
  known = await all()
  // Given up in another tab while this one sends it.
  if (under && !known.some((each) => each.key === under.key)) under.request.abort()
  document.dispatchEvent(new CustomEvent("carried"))
}

async function stored(mode, act) {
  const there = await (base ??= opened())
  return new Promise((resolve, reject) => {
    const whole = there.transaction("files", mode)
    const asked = act(whole.objectStore("files"))
    whole.addEventListener("complete", () => resolve(asked?.result))
    whole.addEventListener("abort", () => reject(whole.error))
  })
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("havari", 1)
    asked.addEventListener("upgradeneeded", () => asked.result.createObjectStore("files", { keyPath: "key" }))
    asked.addEventListener("success", () => resolve(asked.result))
    asked.addEventListener("error", () => reject(asked.error))
  })
}

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
