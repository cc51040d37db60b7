// A button that copies what stands in a field, and says so; without it one selects and copies by hand.

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies)
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    let copied = true
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      // Without TLS there is no clipboard; this older way works there.
      copied = document.execCommand("copy")
    }
    if (copied) document.getElementById(button.dataset.says).textContent = button.dataset.done
  })
}
