// The keyboard, for those who want it: never while somebody types, and it can be switched off.

const OFF = "havari.keys.off"
const LEADER = "g"
const list = document.getElementById("keys")
const button = document.getElementById("keys-button")
const choice = document.getElementById("keys-on")
let leading = false

if (list) {
  button.hidden = false
  button.addEventListener("click", () => list.showModal())
  choice.checked = remembered() === null
  choice.addEventListener("change", () => remember(choice.checked))
  document.addEventListener("keydown", pressed)
}

// A browser that keeps nothing asks anew on every page.
function remembered() {
  try {
    return localStorage.getItem(OFF)
  } catch {
    return null
  }
}

function remember(isOn) {
  try {
    if (isOn) localStorage.removeItem(OFF)
    else localStorage.setItem(OFF, "off")
  } catch {
    // Then it holds for this page.
  }
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur()
  if (isTyping(event.target) || list.open || !choice.checked) return
  const key = leading ? `${LEADER} ${event.key}` : event.key
  leading = key === LEADER
  if (act(key)) event.preventDefault()
}

function isTyping(field) {
  return field.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
}

function act(key) {
  if (key === "?") return list.showModal() ?? true
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1)
  if (key === "e") return use(changeable())
  if (key === "x") return choose()
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  // A list's own field is nearer than the one for everything.
  return use(target ?? (key === "/" ? document.getElementById("find") : null))
}

// Of a list what one is at; of a page about one thing, that.
function changeable() {
  const item = document.activeElement.closest("[data-item]")
  if (item) return item.querySelector("[data-key=e]")
  return [...document.querySelectorAll("[data-key=e]")].find((each) => !each.closest("[data-item]"))
}

// Of a list from which several are chosen, the one that one is at.
function choose() {
  const box = document.activeElement.closest("[data-item]")?.querySelector("[data-key=x]")
  box?.click()
  return Boolean(box)
}

function use(target) {
  if (!target) return false
  if (target.matches("a")) target.click()
  else target.focus()
  return true
}

function move(step) {
  const items = [...document.querySelectorAll("[data-item]")]
  const at = items.indexOf(document.activeElement.closest("[data-item]"))
  const next = items[at < 0 ? 0 : at + step]
  if (!next) return false
  // A row is gone to by its link, so that Enter opens it; what has no focus of its own, itself.
  const goal = next.hasAttribute("tabindex") ? next : next.querySelector("a")
  goal.focus()
  return true
}
