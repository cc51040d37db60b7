// Whose page this is, and the token its forms carry; both are asked anew where the server says no.

export const account = document.querySelector("[data-account]")?.dataset.account
let held = document.querySelector("[name=csrfmiddlewaretoken]")?.value

export function token() {
  return held
}

// "renewed", or why nothing can be sent: signed out, another account, or a role that does not allow it.
export async function renewed(action) {
  const answer = await fetch(action, { headers: { Accept: "application/json" }, cache: "no-store" })
  if (answer.redirected) return "out"
  if (answer.status === 404) return "gone"
  if (!answer.ok) return "away"
  const who = await answer.json()
  if (String(who.account) !== account) return "other"
  if (!who.may) return "forbidden"
  held = who.token
  return "renewed"
}

// As a UUID, version 4; `crypto.randomUUID` is not there on pages served without TLS.
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}
