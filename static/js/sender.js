// Sending what waits, one after the other and by one tab at a time, for as long as it takes.

const FIRST = 1000
const SLOWEST = 15000

// `waiting` is the next there is; `sent` answers "sending" when the server has it, else why it waits.
export function sender(name, waiting, sent, changed) {
  let wait = FIRST
  let next
  let busy = false
  let why = "sending"

  function now() {
    clearTimeout(next)
    wait = FIRST
    send()
  }

  async function send() {
    if (busy || !(await waiting()) || busy) return
    busy = true
    try {
      await alone(sendAll)
    } finally {
      busy = false
      changed()
    }
    if (why !== "sending") later()
    else if (await waiting()) send()
  }

  // Where tabs cannot agree who sends, the keys alone keep things from being doubled.
  function alone(act) {
    return navigator.locks ? navigator.locks.request(name, act) : act()
  }

  async function sendAll() {
    let item
    while ((item = await waiting())) {
      why = await sent(item)
      if (why !== "sending") return
      wait = FIRST
    }
  }

  // Not all browsers at the same moment, when the server is back.
  function later() {
    clearTimeout(next)
    wait = Math.min(wait * (1.5 + Math.random()), SLOWEST)
    next = setTimeout(send, wait * Math.random() + FIRST)
  }

  window.addEventListener("online", now)
  window.addEventListener("pageshow", now)
  return { now, reason: () => why }
}
