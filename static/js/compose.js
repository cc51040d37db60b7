// The entry box: what a line means is shown while it is written, before it does anything.

const PAUSE = 250
const meaning = document.getElementById("meaning")
const form = meaning?.closest("form")
const text = form?.elements.text
let pause
let asked = 0

if (form) {
  text.addEventListener("input", () => {
    clearTimeout(pause)
    // What was shown is no longer what stands there.
    form.elements.shown?.remove()
    if (!text.value.trim()) meaning.replaceChildren()
    pause = setTimeout(ask, PAUSE)
    grow()
  })
  // Enter sends what is one line; a new line is made with Shift.
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    form.requestSubmit()
  })
  meaning.addEventListener("click", (event) => insert(event.target.closest("[data-insert]")))
  grow()
}

async function ask() {
  const number = ++asked
  if (!text.value.trim()) return meaning.replaceChildren()
  try {
    const said = new FormData(form)
    said.delete("file")
    const answer = await fetch(meaning.dataset.asks, { method: "POST", body: said })
    if (!answer.ok || answer.redirected || number !== asked) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (number === asked) meaning.replaceChildren(...page.body.children)
  } catch {
    // Sent without having been shown, it is shown first.
  }
}

// A name that was not clear gives way to the one that was chosen.
function insert(button) {
  if (!button) return
  const chosen = button.dataset.insert
  text.value = chosen.startsWith("@")
    ? text.value.replace(/@[^\s]*(?: [A-ZÆØÅ]\S*)*/u, chosen)
    : text.value.replace(/^(.*?\/\S+\s+)(.*?)(\s+(?:\S+\s+)?\d.*|\s+\S+)$/su, `$1${chosen}$3`)
  text.focus()
  text.dispatchEvent(new Event("input", { bubbles: true }))
}

function grow() {
  text.style.height = "auto"
  text.style.height = `${text.scrollHeight + 2}px`
}
