"""Two people lead the story's incident together: keyboard only, one of them on a phone, no page
loaded anew, the connection of each cut once. Nothing is lost, nothing stands there twice."""

from playwright.sync_api import expect

from incidents.models import ActionItem, Incident, TimelineEntry

PHONE = {"width": 390, "height": 844}
SEEN = [
    "The message went out to Android users",
    "Nobody has broken in",
    "Logins are nine times the usual",
    "The press chief answers the newspaper",
    "A waiting room is before the sign-in",
]


def write(page, text):
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_label("New entry")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def command(page, text, will):
    """Write a command, read what it will do, and have it done."""
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type(text)
    expect(page.locator("#meaning")).to_contain_text(will)
    page.keyboard.press("Enter")
    expect(page.get_by_label("New entry")).to_have_value("")


def both_see(pages, text, place="#timeline"):
    for page in pages:
        expect(page.locator(place)).to_contain_text(text)


def test_two_people_lead_an_incident_from_declaration_to_resolution(enter, person):
    desk, phone = enter(person("commander")), enter(person("responder"), viewport=PHONE)
    both = (desk, phone)
    declare(desk)
    phone.goto(f"/incidents/{Incident.objects.get().reference}")
    both_see(both, "Commander, Responder", "#present")
    for page in both:
        page.evaluate("window.isSamePage = true")
    take_command(both)
    for page, text in zip(both, SEEN[:2], strict=True):
        write(page, text)
        both_see(both, text)
    cut_the_phone(both)
    cut_the_desk(both)
    resolve(both)
    for page in both:
        assert page.evaluate("window.isSamePage"), "no page was loaded anew"
        for text in SEEN:
            expect(page.locator("#timeline .entry", has_text=text)).to_have_count(1)
    incident = Incident.objects.get()
    assert (incident.status, incident.severity) == ("resolved", "sev1")
    assert ActionItem.objects.get().owner.email == "responder@example.org"
    written = list(TimelineEntry.objects.values_list("text", flat=True))
    assert [written.count(text) for text in SEEN] == [1] * len(SEEN)


def declare(desk):
    desk.goto("/")
    desk.keyboard.press("c")
    expect(desk.get_by_label("What happened?")).to_be_focused()
    desk.keyboard.type("A message went to everybody")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("A message went to everybody")


def take_command(both):
    command(both[0], "/role commander @me", "Commander: Commander")
    both_see(both, "Commander", "#room-roles")
    command(both[0], "/sev 1", "Severity: SEV1")
    both_see(both, "SEV1", "#room-chips")


def cut_the_phone(both):
    desk, phone = both
    phone.context.set_offline(True)
    write(phone, SEEN[2])
    expect(phone.locator("#unsent-entries")).to_contain_text(SEEN[2])
    command(desk, "/impact recipients about 1.6 million", "Recipients: about 1,600,000")
    phone.context.set_offline(False)
    both_see(both, SEEN[2])
    both_see(both, "1.6 million", "#room-clocks")


def cut_the_desk(both):
    desk, phone = both
    desk.context.set_offline(True)
    write(desk, SEEN[3])
    write(phone, SEEN[4])
    expect(desk.locator("#unsent-entries")).to_contain_text(SEEN[3])
    desk.context.set_offline(False)
    for text in SEEN[3:]:
        both_see(both, text)


def resolve(both):
    plan = "/action Two people release what goes to everybody @responder due 2030-01-04"
    command(both[0], plan, "Action: Two people release")
    command(both[0], "/status monitoring logins are back", "Status: Monitoring")
    both_see(both, "Monitoring", "#room-chips")
    command(both[0], "/status resolved", "Status: Resolved")
    both_see(both, "Resolved", "#room-chips")
