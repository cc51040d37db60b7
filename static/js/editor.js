// Writing a text that quotes figures: a picker at "{", and how it reads beside it as you pause.

const PAUSE = 400
const text = document.getElementById("id_text")
const form = text?.form
const picker = document.getElementById("picker")
const asked = picker?.querySelector("[role=combobox]")
const list = document.getElementById("suggestions")
const insert = document.getElementById("insert-figure")
let chosen = -1
let place = [0, 0]
let latest = 0
let pause

if (form && picker) {
  insert.hidden = false
  insert.addEventListener("click", () => open(text.selectionStart, text.selectionEnd))
  text.addEventListener("keydown", (event) => {
    if (event.key !== "{" || event.isComposing) return
    event.preventDefault()
    open(text.selectionStart, text.selectionEnd, "{")
  })
  asked.addEventListener("input", suggest)
  asked.addEventListener("keydown", steer)
  list.addEventListener("click", (event) => take(event.target.closest("[role=option]")))
  picker.addEventListener("close", () => text.focus())
  form.addEventListener("input", later)
  form.addEventListener("change", later)
  document.addEventListener("click", (event) => link(event.target.closest("[data-typed]")))
  shown()
}

// A brace that was typed stays typed when nothing is picked.
function open(start, end, typed = "") {
  if (typed) put(typed, start, end)
  place = typed ? [start, start + typed.length] : [start, end]
  asked.value = ""
  picker.showModal()
  suggest()
}

async function suggest() {
  const turn = ++latest
  const language = form.elements.language?.value || picker.dataset.language
  const query = new URLSearchParams({ q: asked.value, language })
  const answer = await fetch(`${picker.dataset.url}?${query}`)
  if (turn !== latest || !answer.ok || answer.redirected) return
  list.innerHTML = await answer.text()
  point(0)
}

function steer(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 }
  if (event.key in steps) point(chosen + steps[event.key])
  else if (event.key === "Enter") take(options()[chosen])
  else return
  event.preventDefault()
}

function options() {
  return [...list.querySelectorAll("[role=option]")]
}

function point(at) {
  const all = options()
  chosen = all.length ? (at + all.length) % all.length : -1
  all.forEach((option, number) => option.setAttribute("aria-selected", number === chosen))
  if (chosen < 0) return asked.removeAttribute("aria-activedescendant")
  asked.setAttribute("aria-activedescendant", all[chosen].id)
  all[chosen].scrollIntoView({ block: "nearest" })
}

function take(option) {
  if (!option) return
  // While the picker is open, nothing behind it can be written in.
  picker.close()
  put(option.dataset.reference, ...place)
}

// Through the browser's own editing, so that it can be undone.
function put(words, start, end) {
  text.focus()
  text.setSelectionRange(start, end)
  if (document.execCommand("insertText", false, words)) return
  text.setRangeText(words, start, end, "end")
  text.dispatchEvent(new Event("input", { bubbles: true }))
}

function link(button) {
  if (!button) return
  const { typed, reference, place } = button.dataset
  const start = Number(place)
  // When something was written before it since, the next preview says where it stands.
  if (text.value.startsWith(typed, start)) put(reference, start, start + typed.length)
}

function later() {
  clearTimeout(pause)
  pause = setTimeout(preview, PAUSE)
}

async function preview() {
  const said = new FormData(form)
  said.set("preview", "1")
  const answer = await fetch(form.action, { method: "POST", body: said })
  if (!answer.ok || answer.redirected) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  document.getElementById("preview").replaceWith(page.getElementById("preview"))
  shown()
}

function shown() {
  for (const button of document.querySelectorAll("[data-typed]")) button.hidden = false
}
