// Files for the entry box: chosen, dropped or pasted. What is not taken is said before it is sent,
// where that can be known; the server judges by the content once more.

const LARGEST = 25_000_000
const MOST = 10
const LOOK = 65536
const PICTURES_AND_PDF = [/^\x89PNG\r\n\x1a\n/, /^\xff\xd8\xff/, /^RIFF[^]{4}WEBP/, /^GIF8[79]a/, /^%PDF-\d/]
const NOT_TEXT = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/
const UTF_16 = /^(\xff\xfe|\xfe\xff)/
const HEIC = /^[^]{4}ftyp(hei|hev|mif|msf)/
const form = document.querySelector("form.compose")
const place = document.getElementById("bring")
const input = form.elements.file
const list = document.getElementById("chosen")
const refusals = document.getElementById("untaken")
const status = document.getElementById("bring-said")
const said = place.dataset
const lang = document.documentElement.lang === "da" ? "da" : "en-GB"
let chosen = []

place.classList.add("listed")
input.addEventListener("change", () => take([...input.files]))
form.addEventListener("files", ({ detail }) => take(detail))
form.addEventListener("queued", () => show([]))
document.addEventListener("paste", paste)
document.addEventListener("dragover", over)
document.addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("dropped-on"))
document.addEventListener("drop", drop)
show([...input.files])

function paste(event) {
  const isElsewhere = event.target.closest?.("input, textarea, [contenteditable]") && !form.contains(event.target)
  const { files, types } = event.clipboardData
  // Programs that copy words put a picture of them beside: then the words are meant.
  if (isElsewhere || !files.length || types.includes("text/plain")) return
  event.preventDefault()
  take([...files].map(named))
  form.elements.text.focus()
}

// A screenshot has no name of its own: every browser calls it image.png.
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file
  const parts = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium", timeZone: said.zone || undefined })
  const moment = parts.format(new Date()).replaceAll(":", ".")
  return new File([file], `${said.screenshot} ${moment}${file.name.slice("image".length)}`, { type: file.type })
}

function over(event) {
  if (!event.dataTransfer?.types.includes("Files")) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
  form.classList.add("dropped-on")
}

function drop(event) {
  if (!event.dataTransfer?.files.length) return
  event.preventDefault()
  form.classList.remove("dropped-on")
  take([...event.dataTransfer.files])
  form.elements.text.focus()
}

async function take(files) {
  const judged = await Promise.all(files.map(async (file) => [file, await reason(file)]))
  const isNew = (file) => !chosen.some((each) => each.name === file.name && each.size === file.size && each.lastModified === file.lastModified)
  const taken = judged.filter(([file, why]) => !why && isNew(file)).map(([file]) => file)
  const tooMany = [...chosen, ...taken].slice(MOST).map((file) => [file, said.many])
  const refused = [...judged.filter(([, why]) => why), ...tooMany]
  show([...chosen, ...taken].slice(0, MOST))
  refusals.replaceChildren(...refused.map(([file, why]) => line(`${file.name}: ${why}`)))
  refusals.hidden = !refused.length
  const names = taken.filter((file) => chosen.includes(file)).map((file) => file.name).join(", ")
  tell([names && `${said.chosen} ${names}.`, ...refused.map(([file, why]) => `${file.name}: ${why}`)].filter(Boolean).join(" "))
}

// Why it is not taken; nothing where the server has to say.
async function reason(file) {
  if (file.size > LARGEST) return said.large
  const bytes = await file.slice(0, LOOK).arrayBuffer().then((read) => new Uint8Array(read), () => null)
  if (!bytes) return said.kind
  if (!bytes.length) return said.empty
  const beginning = new TextDecoder("latin1").decode(bytes)
  const latin = String.fromCharCode(...bytes.slice(0, 32))
  if (PICTURES_AND_PDF.some((each) => each.test(latin)) || UTF_16.test(latin)) return ""
  if (HEIC.test(latin)) return said.heic
  return NOT_TEXT.test(beginning) ? said.kind : ""
}

// The input itself holds them, so that the form can be sent like every other.
function show(files) {
  chosen = files
  const all = new DataTransfer()
  files.forEach((file) => all.items.add(file))
  input.files = all.files
  list.replaceChildren(...files.map(row))
  list.hidden = !files.length
  refusals.hidden = true
}

function row(file) {
  const item = line(`${file.name} `)
  const button = document.createElement("button")
  button.type = "button"
  button.className = "quiet"
  button.textContent = said.remove
  button.setAttribute("aria-label", `${said.remove}: ${file.name}`)
  button.addEventListener("click", () => {
    show(chosen.filter((each) => each !== file))
    tell(`${said.removed} ${file.name}.`)
    const next = list.querySelector("button") ?? form.elements.text
    next.focus()
  })
  const size = document.createElement("span")
  size.className = "meta"
  size.textContent = sizeOf(file.size)
  item.append(size, " ", button)
  return item
}

function sizeOf(bytes) {
  const isLarge = bytes >= 1e6
  const digits = { maximumFractionDigits: isLarge ? 1 : 0 }
  return `${(bytes / (isLarge ? 1e6 : 1e3)).toLocaleString(lang, digits)} ${isLarge ? "MB" : "kB"}`
}

function line(words) {
  const item = document.createElement("li")
  item.textContent = words
  return item
}

function tell(words) {
  if (words) status.textContent = words
}
