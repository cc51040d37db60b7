// Putting a timeline entry where it belongs in the open page, without moving what is looked at.

const aloud = document.getElementById("aloud")

// `html`: the day with the entry in it; `replaces`: the entries it stands for now.
export function place({ html, replaces }) {
  const list = document.getElementById("timeline")
  if (!list) return
  const page = new DOMParser().parseFromString(html, "text/html")
  const entry = page.querySelector("[data-item]")
  const standing = [entry.id, ...replaces.map((key) => `entry-${key}`)].map((id) => document.getElementById(id)).filter(Boolean)
  const same = standing.find((each) => each.id === entry.id)
  if (same) return renew(same, entry)
  const hold = anchor()
  const hadFocus = standing.some((each) => each.contains(document.activeElement))
  standing.forEach((each) => each.remove())
  insert(list, page, entry)
  if (entry.isConnected) {
    entry.classList.add("changed")
    if (hadFocus) entry.focus()
    hold()
  }
  say(entry)
}

// It stands there: what came to it since, such as a file, is shown; what is open stays open.
function renew(standing, entry) {
  const opened = [...standing.querySelectorAll("details")].map((each) => each.open)
  standing.querySelectorAll("details").forEach((each) => { each.open = false })
  const isSame = standing.innerHTML === entry.innerHTML
  if (isSame) return standing.querySelectorAll("details").forEach((each, at) => { each.open = opened[at] })
  entry.querySelectorAll("details").forEach((each, at) => { each.open = opened[at] ?? false })
  const hadFocus = standing.contains(document.activeElement)
  const link = document.activeElement.getAttribute("href")
  const hold = anchor()
  standing.replaceWith(entry)
  entry.classList.add("changed")
  if (hadFocus) ((link && entry.querySelector(`a[href="${CSS.escape(link)}"]`)) || entry).focus()
  hold()
}

function insert(list, page, entry) {
  if (isOffPage(list, entry)) return
  const day = page.querySelector("ol").dataset.day
  const own = list.querySelector(`ol[data-day="${day}"]`)
  if (!own) {
    const later = [...list.querySelectorAll("h3[data-day]")].find((each) => each.dataset.day < day)
    const pieces = [...page.body.children]
    list.querySelector(".empty")?.remove()
    if (day === "" || !later) list.append(...pieces)
    else later.before(...pieces)
    return
  }
  const after = [...own.children].find((each) => isNewer(entry, each))
  if (after && day !== "") after.before(entry)
  else own.append(entry)
}

// Newest first, as the page is; what has no time stands at the end in the order it was written.
function isNewer(one, other) {
  const [a, b] = [one, other].map((each) => [Number(each.dataset.at), Number(each.id.slice("entry-".length))])
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])
}

// Other pages of a long timeline show what is newer or older than this one.
function isOffPage(list, entry) {
  const shown = list.querySelectorAll("[data-item]")
  if (!shown.length) return false
  if ("beginsLater" in list.dataset && isNewer(entry, shown[0])) return true
  return "goesOn" in list.dataset && !isNewer(entry, shown[shown.length - 1])
}

// The first entry in sight, or what has the focus, stays where it is on the screen.
function anchor() {
  const kept = document.activeElement?.closest("[data-item]") ??
    [...document.querySelectorAll("#timeline [data-item]")].find((each) => each.getBoundingClientRect().top >= 0)
  const before = kept?.getBoundingClientRect().top
  return () => {
    if (kept?.isConnected && window.scrollY > 0) window.scrollBy(0, kept.getBoundingClientRect().top - before)
  }
}

function say(entry) {
  if (!aloud) return
  const words = ["time", ".text"].map((name) => entry.querySelector(name)?.textContent.trim()).filter(Boolean)
  const line = document.createElement("p")
  line.textContent = words.join(" ").slice(0, 300)
  aloud.append(line)
  while (aloud.children.length > 5) aloud.firstChild.remove()
}
