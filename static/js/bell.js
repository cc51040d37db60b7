// How much one has not read follows in pages that stand open: asked seldom, and when one looks again.

const EVERY = 30000
const bell = document.getElementById("bell")
let asked = 0

if (bell) {
  setInterval(ask, EVERY)
  document.addEventListener("visibilitychange", () => Date.now() - asked > EVERY && ask())
}

async function ask() {
  if (document.visibilityState !== "visible") return
  asked = Date.now()
  try {
    const answer = await fetch(bell.dataset.asks, { cache: "no-store" })
    // Signed out: the next page says so.
    if (answer.ok && !answer.redirected) await show((await answer.json()).unread)
  } catch {
    // The page itself says when the connection is lost.
  }
}

async function show(unread) {
  const before = bell.querySelector(".unread")
  const known = before ? Number.parseInt(before.textContent, 10) : 0
  if (unread === known) return
  before?.remove()
  if (unread) bell.append(counted(unread))
  if (unread > known) document.getElementById("bell-said").textContent = bell.textContent.replace(/\s+/g, " ")
  if (bell.hasAttribute("aria-current")) await takeList()
}

function counted(unread) {
  const shown = document.createElement("span")
  const words = document.createElement("span")
  shown.className = "unread"
  words.className = "visually-hidden"
  words.textContent = bell.dataset.unread
  shown.append(`${unread} `, words)
  return shown
}

async function takeList() {
  const answer = await fetch(location.href, { cache: "no-store" })
  if (!answer.ok || answer.redirected) return
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("told")
  const list = document.getElementById("told")
  // What somebody has their hand on stays.
  if (fresh && list && !list.contains(document.activeElement)) list.replaceWith(fresh)
}
