// While somebody types what happened, open incidents that sound like it are offered beside it.

const PAUSE = 250
const place = document.getElementById("alike")
const title = document.getElementById("id_title")
const seen = document.getElementById("id_seen")
let pause
let latest = 0

title?.addEventListener("input", () => {
  clearTimeout(pause)
  pause = setTimeout(ask, PAUSE)
})
// A draft that was restored is asked about as well.
if (title?.value && !place.children.length) ask()

async function ask() {
  const turn = ++latest
  try {
    const query = new URLSearchParams({ title: title.value })
    const answer = await fetch(`${place.dataset.alikeAt}?${query}`)
    if (turn !== latest || !answer.ok || answer.redirected) return
    show(new DOMParser().parseFromString(await answer.text(), "text/html"))
  } catch {
    // Then the form asks once when it is sent.
  }
}

// What is offered already stays as it is: a reader of screens hears only what is new.
function show(page) {
  const offered = references(page)
  if (offered.join() !== references(place).join()) place.replaceChildren(...page.body.children)
  seen.value = [...new Set([...seen.value.split(" "), ...offered])].filter(Boolean).slice(-40).join(" ")
}

function references(within) {
  return [...within.querySelectorAll("[data-alike]")].map((each) => each.dataset.alike)
}
