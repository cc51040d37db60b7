"""What each row about alerts holds, exactly as the log keeps it. No secret is among it."""

from hashlib import sha256
from typing import Any

from alerts.models import Alert, AlertKey, AlertSource, Delivery
from audit.subjects import register

State = dict[str, Any]


def register_subjects() -> None:
    """Name every table of alerts to the log."""
    register("alert_source", AlertSource.objects.all, source_state)
    register("alert_key", AlertKey.objects.all, key_state)
    register("alert_delivery", Delivery.objects.all, delivery_state)
    register("alert", Alert.objects.all, alert_state)


def source_state(source: AlertSource) -> State:
    """Everything that is set up of the source."""
    return {
        "slug": source.slug,
        "name": source.name,
        "kind": source.kind,
        "mapping": source.mapping,
        "severities": source.severities,
        "categories": source.categories,
        "services": source.services,
        "severity": source.severity,
        "category": source.category,
        "service": source.service_id,
        "opens_incidents": source.opens_incidents,
        "is_active": source.is_active,
        "version": source.version,
    }


def key_state(key: AlertKey) -> State:
    """Whose key it is and until when it opens. Of what it is recognised by only a digest."""
    return {
        "source": key.source_id,
        "proof": key.proof,
        "digest": sha256(f"{key.digest} {key.sealed}".encode()).hexdigest(),
        "created_at": key.created_at,
        "ended_at": key.ended_at,
    }


def delivery_state(delivery: Delivery) -> State:
    """What arrived, by its hash: the bytes stand in the row."""
    return {
        "source": delivery.source_id,
        "incident": delivery.incident_id,
        "received_at": delivery.received_at,
        "sha256": delivery.sha256,
        "body": sha256(bytes(delivery.body)).hexdigest(),
        "size": delivery.size,
    }


def alert_state(alert: Alert) -> State:
    """How the alert was told last."""
    return {
        "source": alert.source_id,
        "fingerprint": alert.fingerprint,
        "group": alert.group,
        "incident": alert.incident_id,
        "title": alert.title,
        "is_firing": alert.is_firing,
        "began_at": alert.began_at,
        "content": alert.content,
        "changed_at": alert.changed_at,
    }
