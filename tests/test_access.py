"""Every address, every role, an incident that is open and one that is restricted.

What each may is in `access_table.py`. An address that is missing there fails the test.
"""

import json
from dataclasses import dataclass
from functools import cache

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from accounts.admin import site
from accounts.models import ApiToken, User
from accounts.services.account import Account, create_account
from accounts.services.api_token import create_api_token
from accounts.services.role import add_role
from audit.actor import Actor, system
from audit.keys import signing_key
from audit.models import Checkpoint, LogEntry
from incidents.models import Incident
from incidents.services.incident import change_access, declare_incident
from incidents.services.link import link_incidents
from tests import access_table
from tests.access_table import (
    API,
    DOORS,
    HOLDS,
    PAGES,
    PERSONAS,
    READ,
    READ_RESTRICTED,
    WITH_FILE,
    Route,
)
from tests.full_record import FullRecord, keep_record

PASSWORD = "a long enough password"
SECRETS = [
    "The message",
    "Login attempts doubled",
    "Nine times the usual",
    "One person could send",
    "Two people release",
    "Change 4711",
    "A message went to everybody",
]
METHODS = ["get", "post", "put", "patch", "delete"]
RELEASED = {"statement_review", "api_release_review", "statement_mention", "api_mentions"}
# What is somebody's own does not exist for others.
OWN_ONLY = {"token_revoke", "calendar_renew", "calendar_end"}
REFUSED = {401, 403, 404, 405}


@pytest.fixture(autouse=True)
def unthrottled(monkeypatch):
    """Everybody asks everything within a minute here."""
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", None)


@dataclass
class World:
    """Everybody, and a record in which every address has something to name."""

    clients: dict[str, Client]
    record: FullRecord
    token: ApiToken
    person: User
    role: Group
    log_index: int
    incident: Incident

    def __getattr__(self, name):
        return getattr(self.record, name)

    def may(self, persona: str, permission: str) -> bool:
        """Whether the persona's role holds the permission."""
        return permission == access_table.SELF or permission in HOLDS.get(persona, set())

    def knows(self, persona: str) -> bool:
        """Whether the persona may know of the incident: of the roles it names responders."""
        if self.incident.is_restricted and persona != "responder":
            return self.may(persona, READ_RESTRICTED)
        return self.may(persona, READ)

    def address(self, name: str) -> str:
        given = {
            "year": self.incident.year,
            "number": self.incident.number,
            "reference": self.incident.reference,
            "entry_id": (self.acted if name == "entry_undo" else self.entry).pk,
            "import_id": self.brought.pk,
            "waiting": self.waiting,
            "attachment_id": self.attachment.pk,
            "group_id": self.group.pk,
            "action_id": self.action.pk,
            "factor_id": self.factor.pk,
            "feed_id": self.calendar.pk,
            "filter_id": self.shared_filter.pk,
            "slug": self.checklist.slug,
            "version": self.checklist.version,
            "begun_id": self.begun.pk,
            # The second is ticked.
            "step": 2 if name in {"step_untick", "api_step_untick"} else 1,
            "of_list": "incident_list",
            "link_id": self.link.pk,
            # What may be worded and released; what is to be reviewed.
            "statement_id": (self.urgent if name in RELEASED else self.statement).pk,
            "fact_id": self.fact.pk,
            "template": self.template.pk,
            "service_id": self.service.pk,
            "webhook_id": self.webhook.pk,
            "source": self.source.slug,
            "key_id": self.alert_key.pk,
            "delivery_id": self.alert_delivery.pk,
            "rule_name": "press",
            "premise_name": self.premise.name,
            "component_id": self.component.pk,
            "kept_id": self.kept.pk,
            "severity": "sev4",
            "template_id": self.sections.pk,
            "reviewer_id": self.reviewed.reviewer.pk,
            "comment_id": self.reviewed.comment.pk,
            "dissent_id": self.reviewed.dissent.pk,
            "decision_id": self.named.pk,
            "said_id": self.unlike.pk,
            "other_year": self.second.year,
            "other_number": self.second.number,
            "report": self.publication.address,
            "audience": self.publication.audience,
            "person_id": self.person.pk,
            "index": self.log_index,
            "token_id": self.token.pk,
            "key": "summary",
            "table": "lengths",
            "size": 1,
            "rest": "nowhere",
            "uidb36": "1",
            "token": "not-signed",
            "pk": 1,
            # A role in an incident, or what a role may do.
            "role_id": self.role.pk if name == "role_recompose" else self.held.pk,
        }
        return reverse(name, kwargs={each: given[each] for each in takes(name)})


def addresses(patterns=None, prefix=""):
    """Every address by name, with its pattern; those of the administration apart."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLResolver):
            yield pattern.name, pattern
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns)


@cache
def takes(name: str) -> list[str]:
    """What an address names."""
    pattern = dict(addresses())[name].pattern
    return list(pattern.converters or pattern.regex.groupindex)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Made once: every test goes on from here and leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    signing_key()
    built.incident = Incident.objects.get(pk=built.record.incident.pk)
    return built


def build() -> World:
    clients = {"anonymous": Client()}
    for role in HOLDS:
        clients[role] = Client()
        clients[role].force_login(member(role, [role] if role != "roleless" else []))
    author = Actor(user=member("author", ["commander"]), channel="web")
    record = keep_record(author, member("helper", ["responder"]))
    token, _key = create_api_token(actor=system(), person_id=author.user.pk, name="Other")
    role = Group.objects.get(name="viewer")
    Checkpoint.objects.create(size=1, note="A checkpoint", signed_at=timezone.now(), peaks=b"")
    beginning = LogEntry.objects.first().pk
    return World(clients, record, token, author.user, role, beginning, record.incident)


def member(name: str, roles: list[str]) -> User:
    account = Account(f"{name}@example.org", name.title(), roles=roles)
    return create_account(actor=system("command"), account=account, password=PASSWORD)


def test_every_address_is_in_the_table_and_none_is_there_twice():
    names = [name for name, _pattern in addresses()]
    assert sorted(names) == sorted([*PAGES, *API, *DOORS])


def test_the_roles_hold_what_the_table_says(world):
    for role, permissions in HOLDS.items():
        person = User.objects.get(email=f"{role}@example.org")
        assert person.get_all_permissions() == permissions, role


@pytest.fixture(params=["restricted", "open"])
def standing(request, world):
    """The same record, restricted to two people, then open to everybody with a role."""
    if request.param == "open":
        world.incident = change_access(
            actor=system(),
            incident_id=world.incident.pk,
            version=world.incident.version,
            is_restricted=False,
            reason="It is public",
        )
    return world


def asked(world: World, table: dict[str, Route]) -> list[tuple[str, Route]]:
    """What is asked: all once, what belongs to the incident again when it is open."""
    is_again = not world.incident.is_restricted
    return [(name, route) for name, route in table.items() if route.is_inside or not is_again]


def askers(world: World) -> list[str]:
    """Who asks: everybody once; when it is open, one of each two who hold the same."""
    if world.incident.is_restricted:
        return PERSONAS
    held = {frozenset(HOLDS[role]): role for role in HOLDS}
    return [*held.values(), "anonymous"]


def expected(world: World, persona: str, route: Route, method: str, *, by_api: bool) -> int | None:
    """The status a call must get; None when it must be carried out."""
    if method not in route.needs:
        if by_api and persona == "anonymous":
            return 401
        return 405
    if persona == "anonymous":
        return 401 if by_api else 302 if method == "get" else 403
    if route.is_inside and not world.knows(persona):
        return 404
    return None if world.may(persona, route.needs[method]) else 403


def call(world: World, persona: str, name: str, route: Route, method: str, *, by_api: bool):
    client, address = world.clients[persona], world.address(name)
    if method == "get":
        return client.get(address)
    send = getattr(client, method)
    if name in WITH_FILE and method != "post":
        return send(address)
    if by_api and name not in WITH_FILE:
        body = route.said(world)
        return send(address, json.dumps(body) if body else "", content_type="application/json")
    return send(address, route.said(world))


@pytest.mark.parametrize(("table", "by_api"), [(PAGES, False), (API, True)], ids=["pages", "api"])
def test_reading_is_answered_to_those_who_may_and_tells_others_nothing(standing, table, by_api):
    for name, route in asked(standing, table):
        for persona in askers(standing):
            answer = call(standing, persona, name, route, "get", by_api=by_api)
            wanted = expected(standing, persona, route, "get", by_api=by_api)
            # Once more the password; the page with the form that writes.
            if name in {"token_add", "entry_add"} and wanted is None:
                wanted = 302
            assert answer.status_code == (wanted or 200), f"{persona} reads {name}"
            if not standing.knows(persona):
                told = [secret for secret in SECRETS if secret in answer.content.decode()]
                assert not told, f"{name} tells {persona} of {told}"


@pytest.mark.parametrize(("table", "by_api"), [(PAGES, False), (API, True)], ids=["pages", "api"])
def test_writing_is_carried_out_for_those_who_may_and_changes_nothing_for_others(
    standing, table, by_api
):
    before = LogEntry.objects.count()
    for name, route in asked(standing, table):
        for method in METHODS[1:]:
            # What nobody can do is asked by one.
            for persona in askers(standing) if method in route.needs else ["administrator"]:
                place = transaction.savepoint()
                wanted = expected(standing, persona, route, method, by_api=by_api)
                answer = call(standing, persona, name, route, method, by_api=by_api)
                if name in OWN_ONLY and wanted == 403 and persona != "anonymous":
                    wanted = 404
                told = f"{persona} {method}s {name}: {answer.status_code} {answer.content[:200]}"
                if wanted is None:
                    assert answer.status_code not in REFUSED, told
                    assert answer.status_code < 500, told
                else:
                    assert answer.status_code == wanted, told
                    assert LogEntry.objects.count() == before, told
                transaction.savepoint_rollback(place)


def test_the_bodies_of_the_table_are_carried_out(standing):
    """Were they refused for what they say, nothing would be known of permissions."""
    stale = {"action_change", "action_complete", "api_action", "api_action_complete"}
    stale |= {"action_withdraw", "api_action_withdraw"}
    by_state = {"postmortem_start", "postmortem_complete", "section_write", "factors_remove"}
    by_state |= {"api_postmortem", "api_postmortem_complete", "api_section", "token_add"}
    by_state |= {
        "api_origin",
        "section_restore",
        "draft_discard",
        "wording_keep",
        "wording_take_back",
    }
    by_state |= {"api_kept_wordings", "api_wording_take_back"}
    by_state |= {"postmortem_meeting", "api_postmortem_notes"}
    by_state |= {"not_the_same_say", "api_not_the_same"}
    if standing.incident.is_restricted:
        by_state |= {"publication_make", "api_publications"}
    # What was not imported yet is not taken back.
    by_state |= {"import_undo", "api_import_undo"}
    # What is its owner's alone.
    by_state |= {"calendar_renew", "role_confirm", "api_role_confirm"}
    # What a completed report no longer takes, and what its author alone may do.
    by_state |= {"reviewer_ask", "reviewer_release", "report_approve", "dissent_write"}
    by_state |= {"template_take_over", "api_template_take_over"}
    by_state |= {"dissent_change", "dissent_withdraw", "api_reviewers", "api_reviewer_release"}
    by_state |= {"api_report_approve", "api_dissents", "api_dissent", "api_dissent_withdraw"}
    # One is written once the letter is answered, others only read what they are sent; what one has
    # read is no part of the record.
    logs_nothing = {"person_invite", "api_wording", "entry_meaning", "notification_list"}
    logs_nothing |= {"api_notifications_read"}
    # A file for an incident that is not there yet is told of once it is.
    logs_nothing |= {"incident_bring", "api_waitings", "api_waiting_preview", "api_import_preview"}
    for name, route in asked(standing, PAGES | API):
        for method in METHODS[1:]:
            if method not in route.needs or name in stale | by_state:
                continue
            place = transaction.savepoint()
            before = LogEntry.objects.count()
            answer = call(standing, "administrator", name, route, method, by_api=name in API)
            told = f"{method} {name}: {answer.status_code} {answer.content[-900:].decode()}"
            assert answer.status_code in {200, 201, 204, 302}, told
            assert LogEntry.objects.count() > before or name in logs_nothing, told
            transaction.savepoint_rollback(place)


def test_the_doors_answer_strangers_and_members_as_the_table_says(world):
    for name, door in DOORS.items():
        for persona in ("anonymous", "viewer", "roleless"):
            answer = world.clients[persona].get(world.address(name))
            wanted = door.stranger if persona == "anonymous" else door.signed_in
            assert answer.status_code == wanted, f"{persona} opens {name}"


# --- what is hidden stays hidden -----------------------------------------------------------------

LISTS = [
    "incident_list",
    "action_list",
    "service_list",
    "statement_list",
    "api_incidents",
    "api_actions",
]


def test_lists_count_and_name_only_what_the_reader_may_know(world):
    for persona in ("viewer", "commander", "communications", "approver", "roleless"):
        client = world.clients[persona]
        for name in LISTS:
            answer = client.get(world.address(name))
            if answer.status_code == 200:
                assert world.incident.reference not in answer.content.decode(), (persona, name)
    seen = world.clients["commander"].get(reverse("api_incidents")).json()["results"]
    assert [each["reference"] for each in seen] == [world.second.reference]


def test_search_finds_a_restricted_incident_only_for_those_who_may_know(world):
    for words in (world.incident.reference, "message", "Login attempts", "usual"):
        for name, field in (("incident_list", "q"), ("api_incidents", "text")):
            for persona, finds in (("commander", False), ("auditor", True)):
                answer = world.clients[persona].get(reverse(name), {field: words})
                text = answer.content.decode()
                assert ("The message" in text) is finds, (words, name, persona)


def test_a_neighbour_that_is_hidden_is_not_told_of_by_page_api_or_export(world):
    client, second = world.clients["commander"], world.second
    client.post(reverse("postmortem_start", args=[second.year, second.number]))
    exported = reverse("postmortem_export", args=[second.year, second.number])
    for file_format in ("markdown", "html", "json"):
        for persona, is_told in (("commander", False), ("auditor", True)):
            answer = world.clients[persona].post(
                exported, {"format": file_format, "language": "da"}
            )
            assert answer.status_code == 200
            assert (world.incident.reference in answer.content.decode()) is is_told
    for address in (
        reverse("incident_detail", args=[second.year, second.number]),
        reverse("api_links", args=[second.reference]),
    ):
        assert world.incident.reference not in client.get(address).content.decode()
        assert world.incident.reference in world.clients["auditor"].get(address).content.decode()


def test_naming_a_hidden_incident_is_answered_as_naming_none(world):
    client, second, absent = world.clients["commander"], world.second, "INC-2020-0099"
    answers = []
    for reference in (world.incident.reference, absent):
        page = client.post(
            reverse("link_add", args=[second.year, second.number]),
            {"kind": "related", "target": reference},
        )
        by_api = client.post(
            reverse("api_links", args=[second.reference]),
            json.dumps({"kind": "related", "target": reference}),
            content_type="application/json",
        )
        listed = client.get(reverse("api_actions"), {"incident": reference})
        one = client.get(reverse("api_incident", args=[reference]))
        answers.append(
            [
                (answer.status_code, answer.content.decode().replace(reference, "REFERENCE"))
                for answer in (page, by_api, listed, one)
            ]
        )
    hidden, none = ([(code, _stable(text)) for code, text in each] for each in answers)
    assert hidden == none


def _stable(text: str) -> str:
    return "".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_link_to_a_hidden_incident_is_taken_back_as_little_as_one_that_is_not_there(world):
    hidden = link_incidents(
        actor=system(), incident_id=world.second.pk, target_id=world.incident.pk, kind="related"
    )
    client, second = world.clients["commander"], world.second
    for name, place in (
        ("link_remove", [second.year, second.number]),
        ("api_link_remove", [second.reference]),
    ):
        answers = [
            client.post(
                reverse(name, args=[*place, number]),
                json.dumps({"reason": "x"}) if name in API else {"reason": "x"},
                **({"content_type": "application/json"} if name in API else {}),
            )
            for number in (hidden.pk, 999_999)
        ]
        assert {answer.status_code for answer in answers} == {404}
        texts = [_stable(a.content.decode()).replace(str(hidden.pk), "999999") for a in answers]
        assert texts[0] == texts[1]


@pytest.mark.parametrize("name", ["incident_detail", "api_incident"])
def test_a_hidden_incident_costs_as_many_queries_as_none(world, name):
    client = world.clients["commander"]
    client.get("/")
    costs = []
    for number in (world.incident.number, 99):
        absent = Incident(year=world.incident.year, number=number)
        place = [absent.reference] if name in API else [absent.year, absent.number]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name, args=place)).status_code == 404
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_somebody_who_is_named_sees_it_and_no_more_when_the_name_is_taken_out(world):
    helper = User.objects.get(email="helper@example.org")
    client = Client()
    client.force_login(helper)
    page = world.address("incident_detail")
    assert client.get(page).status_code == 200
    change_access(
        actor=system(),
        incident_id=world.incident.pk,
        version=world.incident.version,
        is_restricted=True,
        reason="Fewer people",
    )
    assert client.get(page).status_code == 404


def test_an_organisation_can_take_restricted_incidents_from_its_auditors(world):
    role = Group.objects.get(name="auditor")
    held = [name for name in HOLDS["auditor"] if name != READ_RESTRICTED]
    world.clients["administrator"].post(
        reverse("role_recompose", args=[role.pk]), {"permissions": held, "reason": "Need to know"}
    )
    client = world.clients["auditor"]
    assert client.get(world.address("incident_detail")).status_code == 404
    log = client.get(reverse("api_log"), {"limit": 200}).json()["results"]
    assert log
    assert world.incident.reference not in {entry["incident"] for entry in log}


# --- the administration --------------------------------------------------------------------------

ADMINISTRATION = "/admin/"


def tables():
    return [model._meta for model in site._registry]


def test_the_administration_is_for_those_who_manage_people_and_signs_nobody_in(world):
    places = [ADMINISTRATION, *(f"{ADMINISTRATION}{t.app_label}/{t.model_name}/" for t in tables())]
    for place in places:
        for persona in PERSONAS:
            answer = world.clients[persona].get(place)
            wanted = {"anonymous": 302, "administrator": 200}.get(persona, 403)
            assert answer.status_code == wanted, (persona, place)
    signs_in = world.clients["anonymous"].get(f"{ADMINISTRATION}login/")
    assert signs_in.headers["Location"].startswith(reverse("account_login"))


def test_no_address_of_the_administration_changes_a_row(world):
    client = world.clients["administrator"]
    for options in tables():
        rows = options.model._default_manager
        before = list(rows.order_by("pk").values())
        first = rows.order_by("pk").first()
        place = f"{ADMINISTRATION}{options.app_label}/{options.model_name}/"
        number = first.pk if first else 1
        assert client.get(f"{place}add/").status_code == 403
        assert client.get(f"{place}{number}/delete/").status_code == 403
        if first:
            assert client.get(f"{place}{number}/change/").status_code == 200
        for action in ("", "add/", f"{number}/change/", f"{number}/delete/", f"{number}/history/"):
            answer = client.post(
                f"{place}{action}",
                {
                    "action": "delete_selected",
                    "_selected_action": number,
                    "post": "yes",
                    "title": "Changed",
                    "_save": "Save",
                },
            )
            assert answer.status_code in {200, 302, 403}, (place, action)
        assert list(rows.order_by("pk").values()) == before, place
    for door in ("password_change/", "login/", "logout/"):
        client.post(f"{ADMINISTRATION}{door}", {"old_password": PASSWORD, "new_password1": "x"})
    assert User.objects.get(email="administrator@example.org").check_password(PASSWORD)


def test_the_administration_hides_what_its_reader_may_not_know(world):
    held = [access_table.PEOPLE, READ, access_table.LOG]
    add_role(actor=system(), name="people desk", permissions=held)
    client = Client()
    client.force_login(member("desk", ["people desk"]))
    for options in tables():
        place = f"{ADMINISTRATION}{options.app_label}/{options.model_name}/"
        listed = client.get(place)
        assert listed.status_code == 200, place
        assert not [secret for secret in SECRETS if secret in listed.content.decode()], place
        for row in options.model._default_manager.all():
            text = client.get(f"{place}{row.pk}/change/").content.decode()
            assert not [secret for secret in SECRETS if secret in text], (place, row.pk)


def test_who_declares_a_restricted_incident_is_not_shut_out(world):
    responder = User.objects.get(email="responder@example.org")
    hidden = declare_incident(
        actor=Actor(user=responder, channel="web"), title="Quiet", is_restricted=True
    )
    page = reverse("incident_detail", args=[hidden.year, hidden.number])
    assert world.clients["responder"].get(page).status_code == 200
    assert world.clients["commander"].get(page).status_code == 404
