"""What may be done with alert sources, and by whom from the start."""

from accounts.roles import Grants

GRANTS: Grants = {"administrator": ["alerts.set_up_alerts"]}
