import pytest
from django.contrib.auth.models import Group

from accounts.roles import ROLES, grantable, made_with
from accounts.services.account import Account, create_account
from accounts.services.role import add_role, recompose_role
from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import DomainError, NotFound, NotPermitted
from tests.misfit import misfit

MANAGE = "accounts.manage_people"
READ = "incidents.view_incident"


@pytest.fixture
def administrator(person) -> Actor:
    return Actor(user=person("administrator"), channel="web")


def recompose(actor: Actor, role: str, permissions: list[str], reason: str = "Need to know"):
    number = Group.objects.get(name=role).pk
    return recompose_role(actor=actor, role_id=number, permissions=permissions, reason=reason)


def test_roles_are_seeded_with_what_the_apps_grant(db):
    for role in ROLES:
        held = Group.objects.get(name=role).permissions.select_related("content_type")
        names = [f"{each.content_type.app_label}.{each.codename}" for each in held]
        assert sorted(names) == made_with(role)


def test_a_role_recomposed_counts_at_once_and_is_logged(administrator, person):
    viewer = person("viewer")
    recompose(administrator, "viewer", [READ, "audit.view_log"])
    viewer = type(viewer).objects.get(pk=viewer.pk)
    assert viewer.has_perm("audit.view_log")
    assert LogEntry.objects.last().verb == "role.recomposed"
    assert misfit() is None


def test_nothing_is_logged_when_the_role_stays_as_it_is(administrator):
    before = LogEntry.objects.count()
    recompose(administrator, "viewer", [READ])
    assert LogEntry.objects.count() == before


def test_a_role_changed_again_by_sql_after_that_is_found(administrator):
    recompose(administrator, "viewer", [READ, "audit.view_log"])
    Group.objects.get(name="viewer").permissions.clear()
    assert "of the log recorded" in misfit()


def test_whoever_does_not_manage_people_recomposes_nothing(person):
    for role in ("commander", "auditor"):
        actor = Actor(user=person(role), channel="web")
        with pytest.raises(NotPermitted):
            recompose(actor, role, grantable())
        with pytest.raises(NotPermitted):
            add_role(actor=actor, name="Kings", permissions=grantable())


def test_the_role_of_the_last_who_manages_people_keeps_that(administrator):
    with pytest.raises(DomainError, match="Nobody would be left"):
        recompose(administrator, "administrator", [READ])
    assert Group.objects.get(name="administrator").permissions.count() == len(
        made_with("administrator")
    )


def test_it_may_go_when_somebody_else_manages_people(administrator):
    role = add_role(actor=administrator, name="People desk", permissions=[MANAGE])
    create_account(
        actor=administrator,
        account=Account("desk@example.org", "Desk", roles=[role.name]),
    )
    recompose(administrator, "administrator", [READ])
    assert misfit() is None


def test_only_permissions_of_havari_can_be_given(administrator):
    for name in ("auth.add_permission", "incidents.fly", "x"):
        with pytest.raises(DomainError) as refusal:
            recompose(administrator, "viewer", [name])
        assert refusal.value.field == "permissions"


def test_a_role_needs_a_reason_to_change_and_a_name_of_its_own(administrator):
    with pytest.raises(DomainError) as refusal:
        recompose(administrator, "viewer", [], reason="")
    assert refusal.value.field == "reason"
    for name in ("", "Viewer", "x" * 151):
        with pytest.raises(DomainError) as refusal:
            add_role(actor=administrator, name=name, permissions=[])
        assert refusal.value.field == "name"
    with pytest.raises(NotFound):
        recompose_role(actor=administrator, role_id=999, permissions=[], reason="x")


def test_a_role_of_the_organisations_own_is_known_to_the_log(db):
    add_role(actor=system(), name="Legal", permissions=[])
    assert misfit() is None
    Group.objects.create(name="Illegal")
    assert "The group" in misfit()
