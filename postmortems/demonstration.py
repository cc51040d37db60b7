"""The demonstration's two postmortems."""

from incidents.demonstration import Story, invented
from postmortems.models import SectionKey
from postmortems.services.postmortem import complete_postmortem, start_postmortem

BROADCAST_REPORT = {
    SectionKey.SUMMARY: (
        'Push-beskeden "The message" gik ved en fejl ud til 1,6 millioner Android-brugere. Mange '
        "åbnede appen med det samme, og systemerne blev overbelastet. Pressechefen svarede en avis "
        "samme dag."
    ),
    SectionKey.DETECTION: invented("Kunderne så det før os; alarmen kom et minut senere."),
    SectionKey.FACTORS: invented("Hver for sig var de ufarlige; sammen gjorde de det let."),
    SectionKey.WENT_WELL: (
        f"- {invented('Ingen rettelse som push, som ville have gentaget belastningen.')}\n"
        "- Pressen fik et tal og en forklaring samme dag."
    ),
    SectionKey.WAS_HARD: invented("Ingen kunne sige, hvor mange der ikke kunne logge ind."),
    SectionKey.LESSONS: (
        f"{invented('Det var let at sende til alle og svært at sende til nogle få.')} "
        f"{invented('En besked til millioner er også en belastningsprøve.')}"
    ),
    SectionKey.QUESTIONS: "- Hvor mange kunne ikke logge ind?\n- Hentyder titlen til sangen?",
}
SURGE_REPORT = {
    SectionKey.SUMMARY: (
        "Mange åbnede appen på én gang. Systemerne blev overbelastet, og mange kunne ikke logge "
        "ind."
    ),
    SectionKey.WAS_HARD: invented("Tælleren for afviste login nulstilles hver time."),
}


def report_the_story(story: Story) -> None:
    """Write both reports, and complete that of the broadcast."""
    commander = story.cast.commander
    for incident, written in ((story.broadcast, BROADCAST_REPORT), (story.surge, SURGE_REPORT)):
        start_postmortem(actor=commander, incident_id=incident.pk, language="da", written=written)
    complete_postmortem(actor=commander, incident_id=story.broadcast.pk, version=1)
