// A page that stands open follows the record: what is marked data-live is taken anew when something
// was recorded. What somebody is writing in, has open or looks at stays as it is.

const EVERY = 1000
const SLOWEST = 15000
const SEEN = "X-Havari-Seen"
const lost = document.getElementById("live-lost")
let seen = "nothing"
let wait = EVERY

if (document.querySelector("[data-live]")) setTimeout(follow, EVERY)

async function follow() {
  if (document.visibilityState === "visible") await ask()
  if (wait !== Infinity) setTimeout(follow, wait)
}

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { [SEEN]: seen }, cache: "no-store" })
    if (answer.redirected) return tell("out")
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(answer.status)
      seen = answer.headers.get(SEEN) ?? seen
      take(new DOMParser().parseFromString(await answer.text(), "text/html"))
    }
    wait = EVERY
    lost.hidden = true
  } catch {
    // Not all at the same moment, when the server is back.
    wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
    tell("away")
  }
}

function tell(what) {
  if (what === "out") wait = Infinity
  lost.textContent = lost.dataset[what]
  lost.hidden = false
}

function take(page) {
  for (const region of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(region.id)
    if (!fresh || isWrittenIn(region) || plain(fresh) === plain(region)) continue
    const opened = new Set([...region.querySelectorAll("details[open] > summary")].map((each) => each.textContent))
    for (const summary of fresh.querySelectorAll("details > summary")) {
      summary.parentElement.open ||= opened.has(summary.textContent)
    }
    keepAsRead(region, fresh)
    const focused = region.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null
    region.replaceWith(fresh)
    // A clock that went on is no news.
    if (!("quiet" in fresh.dataset)) fresh.classList.add("changed")
    if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus()
  }
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
