"""What one is told is read, followed and chosen with the keys alone."""

from playwright.sync_api import expect

from accounts.models import User
from audit.actor import system
from incidents.services.incident import declare_incident
from incidents.services.role import assign_role
from notifications.models import Following, Notification, Wish
from notifications.tasks import tell_people


def test_what_one_was_told_is_opened_followed_and_read_without_the_mouse(signed_in, db):
    page = signed_in("responder")
    incident = declare_incident(actor=system("command"), title="Logins fail")
    tell_people()
    person = User.objects.get(groups__name="responder")
    assign_role(actor=system("command"), incident_id=incident.pk, role="expert", person=person)
    tell_people()
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/notifications")
    page.get_by_role("link", name="You were given a role, Expert").press("Enter")
    page.wait_for_url("**/INC-*")
    page.get_by_role("button", name="Follow", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Unfollow")).to_be_visible()
    assert Following.objects.get().is_on
    page.goto("/notifications")
    page.get_by_role("button", name="Mark all as read").press("Enter")
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    assert Notification.objects.get(person=person).read_at


def test_what_is_urgent_is_unfolded_and_chosen_without_the_mouse(signed_in, db):
    page = signed_in("responder")
    page.goto("/account/notifications")
    page.get_by_text("What is urgent").press("Enter")
    page.get_by_role("checkbox", name="I own an action").press("Space")
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Wish.objects.get().urgent == ["action", "serious", "silence"]


def test_the_bell_and_the_list_follow_in_a_page_that_stands_open(signed_in, db):
    page = signed_in("responder")
    person = User.objects.get(groups__name="responder")
    incident = declare_incident(actor=system("command"), title="Logins fail")
    tell_people()
    for address in ("/", "/notifications"):
        page.goto(address)
        before = Notification.objects.filter(person=person).count()
        role = ("expert", "scribe")[before]
        assign_role(actor=system("command"), incident_id=incident.pk, role=role, person=person)
        tell_people()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#bell .unread")).to_contain_text(str(before + 1))
        expect(page.locator("#bell-said")).to_contain_text(f"{before + 1} unread")
    expect(page.get_by_role("link", name="You were given a role, Scribe")).to_be_visible()
