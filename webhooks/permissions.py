"""Who may have other programs told, from the start."""

from accounts.roles import Grants

MANAGE = "webhooks.manage_webhooks"

GRANTS: Grants = {"administrator": [MANAGE]}
