"""What may be done with people, and who may from the start."""

from accounts.roles import Grants

MANAGE_PEOPLE = "accounts.manage_people"

GRANTS: Grants = {"administrator": [MANAGE_PEOPLE]}
