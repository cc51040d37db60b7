from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from audit.actor import system
from incidents.models import ActionItem, Incident
from incidents.services.action_item import Plan, add_action, complete_action, withdraw_action
from incidents.services.contributing_factor import Condition, add_factor, withdraw_factor
from insights.selectors.insights import insights_of
from insights.selectors.selection import Period
from statements.models import Release, Statement, Wording
from tests.insights.past_record import START, incident, many, tell

NOW = START + timedelta(days=2)


def figure(key, now=NOW):
    found = insights_of(Incident.objects.all(), Period(), now)
    return next(each for each in found.figures if each.key == key)


def values(key, table=0, now=NOW):
    return figure(key, now).tables[table].values


def out(key):
    return {each.why: each.count for each in figure(key).left_out}


@pytest.mark.django_db
class TestLengths:
    def test_every_incident_is_a_row_and_what_cannot_be_drawn_is_counted(self):
        tell(incident(1), impact_started=0, recovered=90, resolved=200)
        tell(incident(2, status="investigating"), impact_started=0)
        tell(incident(3), impact_started=0)
        tell(incident(4), resolved=5)
        tell(incident(5), "day", impact_started=0, resolved=3_000)
        tell(incident(6), impact_started=10, resolved=0)
        assert values("lengths") == [
            ["INC-2026-0001", "Number 1", "sev2", 5_400, "no"],
            ["INC-2026-0002", "Number 2", "sev2", 2 * 86_400, "yes"],
        ]
        assert out("lengths") == {
            "nobody wrote down when it began": 1,
            "it is over, but nobody wrote down when": 1,
            "its times are known to the hour or the day only": 1,
            "its times contradict each other": 1,
        }
        assert figure("lengths").counted + sum(out("lengths").values()) == 6

    def test_under_thirty_nothing_is_compared(self):
        many([10] * 29)
        assert figure("lengths").is_too_few
        assert len(figure("lengths").tables) == 1

    def test_from_thirty_on_only_a_severity_that_has_thirty_is_told_of(self):
        many(range(1, 31))
        many([5], severity="sev1")
        rows = {row[0]: row for row in values("lengths", 1)}
        assert rows["sev2"][1:8] == [30, 0, 60, 480, 900, 1_380, 1_800]
        assert rows["sev1"][1:] == [1, *[None] * 8]
        assert figure("lengths").tables[1].rows[0][3].shown == "too few to compare"

    def test_what_goes_on_makes_a_quantile_the_least_it_can_be(self):
        many([60] * 20)
        for number in range(21, 41):
            tell(incident(number, status="monitoring"), impact_started=0)
        row = figure("lengths").tables[1].rows[0]
        assert (row[1].value, row[2].value) == (40, 20)
        assert (row[5].shown, row[6].shown) == ("1 h", "at least 2 days")

    def test_too_many_to_draw_are_counted_in_classes(self):
        many([15] * 200 + [45] * 150)
        assert values("lengths") == [["sev2", 600, 1_200, 200], ["sev2", 1_800, 3_600, 150]]


@pytest.mark.django_db
class TestPhases:
    def test_few_show_the_phases_of_each_as_its_own_page_does(self):
        tell(incident(1), cause_began=0, impact_started=30, detected=34, mitigated=75)
        tell(incident(2), impact_started=0)
        assert values("phases") == [
            ["INC-2026-0001", "Cause at work", 1_800, "no"],
            ["INC-2026-0001", "Not yet detected", 240, "no"],
            ["INC-2026-0001", "Being mitigated", 2_460, "no"],
        ]
        assert out("phases") == {"fewer than two of its times are known": 1}

    def test_many_show_the_spread_of_each_phase(self):
        for each in many([60] * 30):
            tell(each, detected=10)
        rows = {row[0]: row for row in values("phases")}
        assert rows["impact_started"][1:8] == [30, 0, *[600] * 5]
        assert rows["detected"][1] == 0
        assert figure("phases").left_out == []


@pytest.mark.django_db
class TestFactors:
    def test_an_incident_counts_once_for_each_kind_that_stands(self, commander):
        for number in (1, 2):
            kept = incident(number)
            tell(kept, impact_started=0)
            for text, kind in (("One", "process"), ("Two", "process"), ("Rain", "workload")):
                told = Condition(text, kind)
                factor = add_factor(actor=commander, incident_id=kept.pk, condition=told)
            withdraw_factor(
                actor=commander, incident_id=kept.pk, factor_id=factor.pk, version=1, reason="No"
            )
        incident(3)
        assert values("factors") == [["process", "2026-03-01", 1, 2]]
        assert out("factors") == {"nobody wrote down what made it possible": 1}


@pytest.mark.django_db
class TestActions:
    def test_open_work_is_parted_by_age_and_by_whether_its_day_has_passed(self, commander):
        kept = incident(1)
        on = {"actor": commander, "incident_id": kept.pk}
        today = timezone.localdate()
        for due_on in (today - timedelta(days=1), today, today, None):
            add_action(**on, plan=Plan("Look again", due_on=due_on))
        done = add_action(**on, plan=Plan("Done", due_on=today))
        complete_action(**on, action_id=done.pk, evidence="Seen")
        withdrawn = add_action(**on, plan=Plan("Withdrawn", due_on=today))
        withdraw_action(**on, action_id=withdrawn.pk, reason="Needless")
        now = timezone.now()
        assert values("actions", now=now) == [
            ["under_week", "overdue", 1],
            ["under_week", "not_due", 2],
            ["under_week", "undated", 1],
        ]
        later = now + timedelta(days=400)
        assert values("actions", now=later) == [["older", "overdue", 3], ["older", "undated", 1]]

    def test_work_of_which_the_log_does_not_tell_when_it_was_planned_is_not_made_young(self):
        ActionItem.objects.create(incident=incident(1), title="Old", kind="learn")
        assert values("actions") == [["unknown", "undated", 1]]


@pytest.mark.django_db
class TestDiscovery:
    def test_the_share_of_customers_is_told_from_thirty_on(self):
        many([10] * 12, discovery="customers")
        many([10] * 17, discovery="monitoring")
        many([10] * 4)
        assert values("discovery") == [["monitoring", 17], ["customers", 12]]
        assert figure("discovery").says == [
            "Customers discovered 12 of the 29 incidents of which it is known."
        ]
        assert out("discovery") == {"nobody wrote down who discovered it": 4}
        many([10], discovery="staff")
        assert figure("discovery").says == [
            "Customers discovered 40.0%, 12 of the 30 incidents of which it is known."
        ]


@pytest.mark.django_db
class TestFirstWords:
    def test_the_first_of_statement_and_message_counts(self):
        said = incident(1)
        tell(said, impact_started=0, first_message=45)
        release(said, START + timedelta(minutes=30))
        release(said, START + timedelta(minutes=90))
        early = incident(2)
        tell(early, impact_started=0, first_message=-5)
        tell(incident(3), impact_started=0)
        tell(incident(4, status="identified"), detected=0)
        tell(incident(5), "day", impact_started=0, first_message=2_000)
        assert values("first-words") == [
            ["INC-2026-0001", "Number 1", "sev2", 1_800, "no"],
            ["INC-2026-0004", "Number 4", "sev2", 2 * 86_400, "yes"],
        ]
        assert out("first-words") == {
            "its times are known to the hour or the day only": 1,
            "it is over, and nothing was said": 1,
            "something was said before it began": 1,
        }


def release(about, at):
    statement = Statement.objects.create(
        incident=about,
        title="Update",
        audience="press",
        channel="press_release",
        language="en",
        kind="update",
        drafted_at=at,
    )
    wording = Wording.objects.create(statement=statement, number=1, text="So", written_at=at)
    Release.objects.create(
        statement=statement,
        wording=wording,
        words="So",
        figures=[],
        digest="0" * 64,
        recipients="The newspaper",
        released_at=at,
    )


@pytest.mark.django_db
def test_no_figure_names_a_person():
    owner = User.objects.create_user("owner@example.org", full_name="Nanna Navn")
    kept = incident(1)
    tell(kept, impact_started=0, resolved=10)
    add_action(actor=system(), incident_id=kept.pk, plan=Plan("Look again"))
    ActionItem.objects.update(owner=owner)
    found = insights_of(Incident.objects.all(), Period(), NOW)
    assert owner.full_name not in repr(found.figures)
