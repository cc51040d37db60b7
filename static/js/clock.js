// Clocks that run: how long since a moment, or until it, as the server tells it: minutes, from a day on hours.

const UNITS = {
  da: [["dag", "dage"], ["time", "timer"], ["min.", "min."]],
  en: [["day", "days"], ["h", "h"], ["min", "min"]],
}
const language = document.documentElement.lang in UNITS ? document.documentElement.lang : "en"

setInterval(tick, 1000)

function tick() {
  if (document.visibilityState !== "visible") return
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const told = elapsed(Math.floor(Math.abs(Date.now() - new Date(clock.dateTime)) / 60000))
    if (clock.textContent !== told) clock.textContent = told
  }
}

function elapsed(minutes) {
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes < 1440 ? minutes % 60 : 0]
  const told = parts.flatMap((many, unit) => (many ? [`${many} ${UNITS[language][unit][Number(many !== 1)]}`] : []))
  return told.join(" ") || `0 ${UNITS[language][2][1]}`
}
