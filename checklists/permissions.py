"""What may be done with checklists, and by whom from the start."""

from accounts.roles import Grants

KEEP_CHECKLISTS = "checklists.keep_checklists"

GRANTS: Grants = {"administrator": [KEEP_CHECKLISTS]}
