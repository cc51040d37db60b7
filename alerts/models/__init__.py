"""The tables of alerts, one file per entity."""

from alerts.models.alert import Alert, Delivery
from alerts.models.alert_source import AlertKey, AlertSource, Proof, SourceKind

__all__ = ["Alert", "AlertKey", "AlertSource", "Delivery", "Proof", "SourceKind"]
