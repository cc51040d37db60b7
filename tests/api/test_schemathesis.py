"""Whatever a program may send according to the description, and much that it may not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode

from accounts.models import ApiToken
from audit.actor import Actor
from audit.models import LogEntry
from config.wsgi import application
from incidents.models import ImpactGroup
from incidents.services.role import assign_role
from postmortems.models import Dissent
from tests.api.test_schema import JSON
from tests.full_record import keep_record

MOSTLY = 0.9
# What is described in words, not in types, is refused too: times to come, words that say nothing.
REFUSALS = ["400", "404", "409", "412", "413", "415", "422", "428"]


@pytest.fixture
def one_connection(db):
    """Requests through the server's own door leave the test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(one_connection, person, monkeypatch):
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", None)
    keeper = person("administrator")
    # Whoever stands behind a statement may not review it: the record is somebody else's.
    other = person("administrator", "other@example.org")
    record = keep_record(Actor(other, "web"), person("auditor"))
    _token, key = ApiToken.objects.create(user=keeper, name="schemathesis")
    known = {
        "path.reference": [record.incident.reference],
        "path.entry_id": [record.entry.pk],
        "path.attachment_id": [record.attachment.pk],
        "path.import_id": [record.brought.pk],
        "path.waiting": [record.waiting],
        "path.group_id": list(ImpactGroup.objects.values_list("pk", flat=True)),
        "path.filter_id": [record.shared_filter.pk],
        "path.slug": [record.checklist.slug, "first-ten-minutes"],
        "path.begun_id": [record.begun.pk],
        "path.step": [1, 2, 3],
        "body.checklist": ["first-ten-minutes", "login-overload"],
        "path.factor_id": [record.factor.pk],
        "path.action_id": [record.action.pk],
        "path.role_id": [_own_role(record, other, keeper)],
        "path.link_id": [record.link.pk],
        "path.service_id": [record.service.pk],
        "path.source": [record.source.slug],
        "path.key_id": [record.alert_key.pk],
        "path.statement_id": [record.statement.pk, record.urgent.pk],
        "path.template_id": [record.sections.pk],
        "path.webhook_id": [record.webhook.pk],
        "path.severity": ["sev1", "sev4"],
        "path.kept_id": [record.kept.pk],
        "path.reviewer_id": [record.reviewed.reviewer.pk],
        "path.comment_id": [record.reviewed.comment.pk],
        "path.dissent_id": [_own_dissent(record, keeper)],
        "path.decision_id": [record.named.pk],
        "path.said_id": [record.unlike.pk],
        "body.other": [record.second.reference],
        "path.audience": ["inside", "outside"],
        "path.fact_id": [record.fact.pk],
        "path.template": ["holding-da", str(record.template.pk)],
        "path.rule_name": ["press", "partner"],
        "path.premise_name": [record.premise.name, "customers"],
        "path.table": ["lengths", "first-words-spread"],
        "path.index": [LogEntry.objects.first().index],
        "body.version": [1, 2, 3],
        "body.target": [record.second.reference],
        "body.first": [record.group.pk],
        "body.second": [record.within.pk],
        "body.person": [keeper.pk],
        "body.owner": [keeper.pk],
        "body.to": [keeper.pk],
        "query.incident": [record.incident.reference],
    }
    config = schemathesis.Config.from_dict(
        {
            "generation": {"with-security-parameters": False},
            "checks": {
                "ignored_auth": {"enabled": False},
                "positive_data_acceptance": {"expected-statuses": ["2xx", "304", *REFUSALS]},
                "negative_data_rejection": {"expected-statuses": REFUSALS},
            },
            "headers": {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"},
            "dictionaries": {
                name.replace(".", "-"): {"values": values} for name, values in known.items()
            },
            "parameters": {
                name: {"dictionary": name.replace(".", "-"), "probability": MOSTLY}
                for name in known
            },
        }
    )
    return schemathesis.openapi.from_wsgi("/api/schema", application, config=config, headers=JSON)


def _own_role(record, giver, keeper):
    """One that was given to whoever asks: nobody else may say that they have it."""
    given = assign_role(
        actor=Actor(giver, "web"),
        incident_id=record.incident.pk,
        role="expert",
        person=keeper,
    )
    return given.pk


def _own_dissent(record, keeper):
    """One whose author asks: nobody else may change it. It was written before the end."""
    dissent = Dissent.objects.create(
        postmortem=record.reviewed.dissent.postmortem,
        author=keeper,
        text="It was two messages",
        written_at=record.reviewed.dissent.written_at,
    )
    return dissent.pk


ENOUGH = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_one_that_was_described(schema, mode):
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not takes_anything(operation):
            continue

        @ENOUGH
        @given(case=operation.as_strategy(mode), version=st.sampled_from([1, 2, 3]))
        def ask(case, version):
            if mode is GenerationMode.POSITIVE and needs_version(case):
                case.body.setdefault("version", version)
            # Each request meets the record as it was kept.
            with transaction.atomic():
                case.call_and_validate()
                transaction.set_rollback(True)

        ask()


def needs_version(case):
    return isinstance(case.body, dict) and "428" in case.operation.definition.raw["responses"]


def takes_anything(operation):
    """Whether anything but headers goes in: nothing cannot be wrong."""
    return bool(operation.path_parameters or operation.query or operation.body)
