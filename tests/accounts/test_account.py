import io
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.account import (
    Account,
    change_account,
    choose_preferences,
    create_account,
    set_password,
)
from audit.actor import Actor, system
from audit.models import LogEntry, LogPayload
from core.errors import Conflict, DomainError, NotPermitted
from tests.misfit import misfit

BO = Account("bo@example.org", "Bo Holm", language="da", roles=["viewer"])
PASSWORD = "a long enough password"


@pytest.fixture
def administrator(person) -> Actor:
    return Actor(user=person("administrator"), channel="web")


@pytest.fixture
def bo(administrator) -> User:
    return create_account(actor=administrator, account=BO, password=PASSWORD)


def change(
    administrator: Actor, person: User, reason: str = "Asked for", **changes: object
) -> User:
    account = replace(BO, **changes)
    return change_account(
        actor=administrator,
        person_id=person.pk,
        version=User.objects.get(pk=person.pk).version,
        account=account,
        reason=reason,
    )


def test_an_account_is_made_with_its_roles_and_logged(administrator):
    person = create_account(
        actor=administrator, account=replace(BO, email=" Bo@Example.ORG ", name=" Bo  Holm")
    )
    assert (person.email, person.full_name) == ("bo@example.org", "Bo Holm")
    assert [role.name for role in person.groups.all()] == ["viewer"]
    assert not person.has_usable_password()
    assert LogEntry.objects.last().verb == "account.created"
    assert misfit() is None


def test_no_password_nor_a_trace_of_it_is_in_the_log(bo):
    set_password(actor=Actor(user=bo, channel="web"), person=bo, password="another good one")
    hashed = bo.password.rsplit("$", 1)[1]
    for payload in LogPayload.objects.all():
        said = bytes(payload.body).decode()
        assert PASSWORD not in said
        assert "another good one" not in said
        assert hashed not in said


@pytest.mark.parametrize("role", ["viewer", "commander", "auditor"])
def test_whoever_does_not_manage_people_gives_nobody_an_account_or_a_role(role, person, bo):
    actor = Actor(user=person(role), channel="web")
    with pytest.raises(NotPermitted):
        create_account(actor=actor, account=replace(BO, email="x@example.org"))
    with pytest.raises(NotPermitted):
        change(actor, actor.user, email=actor.user.email, roles=["administrator"])


@pytest.mark.parametrize(
    ("field", "account"),
    [
        ("email", replace(BO, email="BO@example.org")),
        ("email", replace(BO, email="bo")),
        ("email", replace(BO, email=f"{'b' * 250}@example.org")),
        ("name", replace(BO, email="x@example.org", name=" ")),
        ("name", replace(BO, email="x@example.org", name="B\0o")),
        ("name", replace(BO, email="x@example.org", name="B" * 151)),
        ("language", replace(BO, email="x@example.org", language="sv")),
        ("time_zone", replace(BO, email="x@example.org", time_zone="Europe/Atlantis")),
        ("time_zone", replace(BO, email="x@example.org", time_zone="../../etc/passwd")),
        ("roles", replace(BO, email="x@example.org", roles=["king"])),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_field_named(
    administrator, bo, field, account
):
    before = User.objects.count()
    with pytest.raises(DomainError) as refusal:
        create_account(actor=administrator, account=account)
    assert refusal.value.field == field
    assert User.objects.count() == before


def test_a_password_that_is_easy_to_guess_is_refused(administrator):
    with pytest.raises(DomainError) as refusal:
        create_account(actor=administrator, account=BO, password="password12")
    assert refusal.value.field == "password"


def test_a_change_of_name_and_of_roles_are_two_entries(administrator, bo):
    change(administrator, bo, name="Bo Lind", roles=["responder", "auditor"])
    verbs = LogEntry.objects.filter(subject_id=str(bo.pk)).values_list("verb", flat=True)
    assert list(verbs) == ["account.created", "account.changed", "account.roles_changed"]
    assert misfit() is None


def test_nothing_is_logged_when_nothing_differs(administrator, bo):
    before = LogEntry.objects.count()
    change(administrator, bo)
    assert LogEntry.objects.count() == before


def test_a_change_against_an_older_version_is_refused(administrator, bo):
    change(administrator, bo, name="Bo Lind")
    with pytest.raises(Conflict):
        change_account(
            actor=administrator, person_id=bo.pk, version=1, account=BO, reason="Asked for"
        )


def test_a_change_without_a_reason_is_refused(administrator, bo):
    with pytest.raises(DomainError) as refusal:
        change(administrator, bo, reason=" ", name="Bo Lind")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("changes", [{"roles": ["viewer"]}, {"is_active": False}])
def test_the_last_administrator_stays_one(administrator, changes):
    account = Account("administrator@example.org", "Administrator", roles=["administrator"])
    for actor in (administrator, system("command")):
        with pytest.raises(DomainError, match="Nobody would be left"):
            change_account(
                actor=actor,
                person_id=administrator.user.pk,
                version=1,
                account=replace(account, **changes),
                reason="Holiday",
            )
    assert User.objects.get(pk=administrator.user.pk).has_perm("accounts.manage_people")


def test_an_administrator_who_may_not_sign_in_does_not_count(administrator, bo):
    change(administrator, bo, roles=["administrator"], is_active=False)
    account = Account("administrator@example.org", "Administrator", roles=[])
    with pytest.raises(DomainError, match="Nobody would be left"):
        change_account(
            actor=administrator,
            person_id=administrator.user.pk,
            version=1,
            account=account,
            reason="Leaves",
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_the_role_from_each_other_at_once(person):
    people = [person("administrator", f"{name}@example.org") for name in ("anne", "bent")]

    def depose(by: User, other: User) -> str:
        account = Account(other.email, other.full_name, roles=["viewer"])
        try:
            change_account(
                actor=Actor(user=by, channel="web"),
                person_id=other.pk,
                version=1,
                account=account,
                reason="Quarrel",
            )
        except (DomainError, NotPermitted) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(depose, people, reversed(people)))
    assert outcomes.count("done") == 1
    assert User.objects.filter(groups__name="administrator").count() == 1


def test_whoever_may_not_sign_in_any_more_is_out_at_once(administrator, bo, client):
    client.force_login(bo)
    assert client.get(reverse("incident_list")).status_code == 200
    change(administrator, bo, is_active=False)
    assert client.get(reverse("incident_list")).status_code == 302


def test_everybody_chooses_their_own_language_and_zone_only(bo):
    actor = Actor(user=bo, channel="web")
    choose_preferences(actor=actor, language="en", time_zone="Asia/Tokyo")
    bo.refresh_from_db()
    assert (bo.language, bo.time_zone) == ("en", "Asia/Tokyo")
    assert [role.name for role in bo.groups.all()] == ["viewer"]
    assert misfit() is None


def test_nobody_sets_the_password_of_somebody_else(administrator, bo):
    with pytest.raises(NotPermitted):
        set_password(actor=administrator, person=bo, password="chosen by another")
    assert User.objects.get(pk=bo.pk).check_password(PASSWORD)


# --- what happens past the service ---------------------------------------------------------------


def past_havari(statement: str) -> str | None:
    """What verification says after the statement, which is then undone."""
    place = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    problem = misfit()
    transaction.savepoint_rollback(place)
    return problem


def test_a_role_granted_by_sql_is_found(bo):
    role = Group.objects.get(name="administrator")
    problem = past_havari(
        f"INSERT INTO accounts_user_groups (user_id, group_id) VALUES ({bo.pk}, {role.pk})"
    )
    assert f'The person {bo.pk} ("Bo Holm") is not what the log says: its groups' in problem
    assert "administrator" in problem


def test_a_permission_given_to_a_role_or_a_person_by_sql_is_found(bo):
    permission = Permission.objects.get(codename="view_restricted_incident")
    role = Group.objects.get(name="viewer")
    problem = past_havari(
        "INSERT INTO auth_group_permissions (group_id, permission_id) "
        f"VALUES ({role.pk}, {permission.pk})"
    )
    assert 'The group 1 ("viewer") is not what the log says' in problem
    assert "Havari made it with" in problem
    problem = past_havari(
        "INSERT INTO accounts_user_user_permissions (user_id, permission_id) "
        f"VALUES ({bo.pk}, {permission.pk})"
    )
    assert "its user permissions" in problem


def test_a_superuser_cannot_be_kept_and_is_found_when_the_check_is_dropped(bo):
    raised = f"UPDATE accounts_user SET is_superuser = true WHERE id = {bo.pk}"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(raised)
    problem = past_havari(
        f"ALTER TABLE accounts_user DROP CONSTRAINT user_power_comes_from_roles; {raised}"
    )
    assert "its superuser status is yes" in problem


def test_an_account_that_was_put_in_by_sql_is_found(bo):
    User.objects.create_user("spy@example.org", full_name="Spy")
    assert "was put there past Havari" in misfit()


# --- the first person ----------------------------------------------------------------------------


@pytest.fixture
def typed(monkeypatch):
    def type_in(password: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))

    return type_in


def test_the_first_administrator_is_made_by_command(db, typed, capsys):
    typed(PASSWORD)
    call_command("create_administrator", "kirsten@example.org", name="Kirsten Overby")
    person = User.objects.get(email="kirsten@example.org")
    assert person.has_perm("accounts.manage_people")
    assert person.check_password(PASSWORD)
    assert misfit() is None


@pytest.mark.parametrize(("password", "told"), [("", "short"), ("short", "short")])
def test_the_command_makes_nobody_with_a_poor_password(db, typed, password, told):
    typed(password)
    with pytest.raises(CommandError, match=told):
        call_command("create_administrator", "kirsten@example.org", name="Kirsten Overby")
    assert not User.objects.exists()
