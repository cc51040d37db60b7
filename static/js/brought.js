// What a page can do without is asked for when the page is there: `data-brings` says from where.

for (const place of document.querySelectorAll("[data-brings]")) bring(place)

async function bring(place) {
  try {
    const answer = await fetch(place.dataset.brings, { headers: { "HX-Request": "true" } })
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    place.replaceChildren(...page.body.children)
  } catch {
    // The tab leads to the same.
  }
}
