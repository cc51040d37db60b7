"""The demonstration's two postmortems."""

from incidents.demonstration import Story, invented
from incidents.models import Category
from postmortems.models import Postmortem, SectionKey
from postmortems.selectors.review import reading_of
from postmortems.selectors.section import sections_of
from postmortems.services.comment import Remark, add_comment, answer_comment, settle_comment
from postmortems.services.dissent import View, write_dissent
from postmortems.services.postmortem import complete_postmortem, start_postmortem
from postmortems.services.review import approve_report, ask_reviewer
from postmortems.services.template import TemplateText, add_template

AND_THEN = (
    "Mange åbnede appen med det samme, og systemerne blev overbelastet. Pressechefen svarede en "
    "avis samme dag."
)
BROADCAST_REPORT = {
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
    SectionKey.WAS_HARD: invented("Tælleren for afviste login nulstilles hver time."),
}


SECTIONS = TemplateText(
    "Fejludsendelse",
    """# summary
# impact
# timeline
# detection
# factors
? Hvem kunne sende til hvem, og hvad viste skærmen? | Who could send to whom, and what did it show?
# went_well
# was_hard
# lessons
# Modtagernes side | The recipients' side
?! Hvad gjorde modtagerne, og hvad vidste de? | What did recipients do, and what did they know?
# actions
# questions
""",
    categories=(Category.MISTAKEN_COMMUNICATION,),
)


def report_the_story(story: Story) -> None:
    """Write both reports, and complete that of the broadcast."""
    commander = story.cast.commander
    template = add_template(actor=story.cast.administrator, value=SECTIONS)
    start_postmortem(
        actor=commander,
        incident_id=story.broadcast.pk,
        language="da",
        template_id=template.pk,
        written={SectionKey.SUMMARY: f"{story.broadcast.summary}\n\n{AND_THEN}"} | BROADCAST_REPORT,
    )
    start_postmortem(
        actor=commander,
        incident_id=story.surge.pk,
        language="da",
        written={SectionKey.SUMMARY: story.surge.summary} | SURGE_REPORT,
    )
    _review(story)
    complete_postmortem(actor=commander, incident_id=story.broadcast.pk, version=1)


def _review(story: Story) -> None:
    """Both readers stand behind the broadcast's report; one question was answered, one sees more."""
    commander, approver, number = story.cast.commander, story.cast.approver, story.broadcast.pk
    for reader in (story.cast.communications, approver):
        if reader.user:
            ask_reviewer(actor=commander, incident_id=number, person=reader.user)
    question = add_comment(
        actor=approver,
        incident_id=number,
        key=SectionKey.LESSONS,
        remark=Remark(invented("Gælder det også e-mail?"), "Det var let at sende til alle"),
    )
    answer_comment(
        actor=commander,
        incident_id=number,
        comment_id=question.pk,
        text=invented("Ja, samme værktøj. Det står i opgaverne."),
    )
    settle_comment(
        actor=commander,
        incident_id=number,
        comment_id=question.pk,
        version=question.version,
        is_settled=True,
    )
    write_dissent(
        actor=story.cast.communications,
        incident_id=number,
        view=View(invented("Jeg ser ventetiden på et tal som det sværeste, ikke udsendelsen.")),
    )
    postmortem = Postmortem.objects.get(incident=story.broadcast)
    digest = reading_of(postmortem, sections_of(postmortem)).digest
    for reader in (story.cast.communications, approver):
        approve_report(actor=reader, incident_id=number, digest=digest)
