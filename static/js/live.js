// A page that stands open follows the record. What is pushed comes as it is recorded (data-pushed);
// other parts are taken anew with the page (data-live). Where nothing can be heard the page asks,
// each second. What somebody is writing in, has open or looks at stays as it is.

import { place } from "./timeline.js"

const EVERY = 1000
const SLOWEST = 15000
const SILENT = 25000
const MINUTE = 60000
const SEEN = "X-Havari-Seen"
const lost = document.getElementById("live-lost")
const room = document.querySelector("[data-incident]")
const asks = document.querySelector("[data-live]") !== null
let seen = "nothing"
let last = room?.dataset.seen ?? "0"
let wait = EVERY
let stream = null
let heard = 0

if (asks || room) {
  connect()
  setTimeout(follow, EVERY)
  if (asks) setInterval(() => stream && document.visibilityState === "visible" && ask(), MINUTE)
}

async function connect() {
  try {
    const answer = await fetch(ticketAddress(), { cache: "no-store" })
    if (answer.redirected || answer.status === 404) return tell("out")
    if (!answer.ok) throw new Error(answer.status)
    const { url } = await answer.json()
    listen(new EventSource(`${url}&last=${last}`))
  } catch {
    again()
  }
}

function ticketAddress() {
  const said = new URLSearchParams()
  if (room) said.set("incident", room.dataset.incident)
  if (asks) said.set("asks", "")
  return `/live/ticket?${said}`
}

function listen(source) {
  const hear = (name, act) => source.addEventListener(name, (event) => {
    heard = Date.now()
    if (event.lastEventId) last = event.lastEventId
    act(JSON.parse(event.data))
  })
  hear("beat", () => {
    if (stream === source) return
    stream = source
    wait = EVERY
    lost.hidden = true
    // What was recorded between the page and the stream.
    if (asks) ask()
  })
  hear("news", (news) => {
    takeFrom(news.standing)
    for (const entry of news.entries) place(entry)
  })
  hear("moved", () => ask())
  hear("anew", () => ask())
  hear("who", show)
  hear("end", () => {
    source.close()
    stream = null
    // Signed out, or no longer let in: the page itself says which.
    connect()
  })
  source.addEventListener("error", () => {
    source.close()
    if (stream === source) stream = null
    again()
  })
}

// Not all at the same moment, when the server is back.
function again() {
  if (wait === Infinity) return
  wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
  setTimeout(connect, wait * Math.random() + EVERY)
}

// While nothing is heard the page asks; a stream that has gone silent is not waited for.
async function follow() {
  if (stream && Date.now() - heard > SILENT) {
    stream.close()
    stream = null
    again()
  }
  if (!stream && document.visibilityState === "visible") await ask()
  if (wait !== Infinity) setTimeout(follow, stream ? EVERY : wait)
}

async function ask(isSecond = false) {
  try {
    const answer = await fetch(location.href, { headers: { [SEEN]: seen }, cache: "no-store" })
    if (answer.redirected || answer.status === 404) return tell("out")
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(answer.status)
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      if (isBehind(page) && !isSecond) return await ask(true)
      seen = answer.headers.get(SEEN) ?? seen
      take(page)
    }
    if (!stream) wait = EVERY
    lost.hidden = true
  } catch {
    wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
    tell("away")
  }
}

// The page was made before what was pushed meanwhile: taking it would take that away again. One that
// is asked for after that is not, unless the log itself was set back.
function isBehind(page) {
  const known = page.querySelector("[data-incident]")?.dataset.seen
  return known !== undefined && Number(known) < Number(last)
}

function tell(what) {
  if (what === "out") {
    wait = Infinity
    stream?.close()
    stream = null
  }
  lost.textContent = lost.dataset[what]
  lost.hidden = false
}

function takeFrom(html) {
  if (html) take(new DOMParser().parseFromString(html, "text/html"))
}

function take(page) {
  showOwn(page)
  for (const region of document.querySelectorAll("[data-live], [data-pushed]")) {
    const fresh = page.getElementById(region.id)
    if (!fresh || isWrittenIn(region) || plain(fresh) === plain(region)) continue
    const opened = new Set([...region.querySelectorAll("details[open] > summary")].map((each) => each.textContent))
    for (const summary of fresh.querySelectorAll("details > summary")) {
      summary.parentElement.open ||= opened.has(summary.textContent)
    }
    keepAsRead(region, fresh)
    const at = region.contains(document.activeElement) ? document.activeElement : null
    const [focused, held] = [at?.getAttribute("href"), at?.id]
    region.replaceWith(fresh)
    // A clock that went on is no news.
    if (!("quiet" in fresh.dataset)) fresh.classList.add("changed")
    if (fresh.dataset.version) followVersion(fresh.dataset.version)
    if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus()
    else if (held) document.getElementById(held)?.focus()
  }
}

// What is pushed is the same for everybody: what is the reader's own is shown here.
function showOwn(page) {
  for (const own of page.querySelectorAll(`[data-of="${CSS.escape(room?.dataset.reader ?? "")}"]`)) own.hidden = false
  page.querySelectorAll("[data-of][hidden]").forEach((each) => each.remove())
}

// The head says how things stand now, so its own form is about that; unless it is being used.
function followVersion(version) {
  for (const form of document.querySelectorAll("form[data-follows]")) {
    if (!form.contains(document.activeElement)) form.elements.version.value = version
  }
}

function show({ names, more }) {
  const line = document.getElementById("present")
  if (!line) return
  line.hidden = false
  line.textContent = `${line.dataset.label} ${names.join(", ")}${more ? ` + ${more}` : ""}`
}

// Nobody stands behind words that changed under their hand: a form goes on saying what was read
// when the page was opened, and is refused when that is no longer so.
function keepAsRead(region, fresh) {
  const before = region.querySelector("[data-as-read]")
  const after = fresh.querySelector("[data-as-read]")
  if (before && after) after.value = before.value
}

// Tokens of forms differ each time, and what is open is the reader's.
function plain(region) {
  const copy = region.cloneNode(true)
  copy.querySelectorAll("[name=csrfmiddlewaretoken], [data-as-read]").forEach((each) => each.remove())
  copy.querySelectorAll("details").forEach((each) => each.removeAttribute("open"))
  copy.querySelectorAll(".changed").forEach((each) => each.classList.remove("changed"))
  return copy.innerHTML
}

function isWrittenIn(region) {
  return region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, button")
}

for (const sign of ["pointerdown", "keydown"]) {
  document.addEventListener(sign, () => {
    document.querySelectorAll(".changed").forEach((each) => each.classList.remove("changed"))
  })
}
