"""What may be done with statements, and by whom from the start."""

from accounts.roles import Grants

WRITE = ["statements.write_statement"]
APPROVE = ["statements.approve_statement"]
SET_UP = ["statements.set_up_press"]

GRANTS: Grants = {
    "commander": APPROVE,
    "communications": [*WRITE, *APPROVE],
    "approver": APPROVE,
    "administrator": [*WRITE, *APPROVE, *SET_UP],
}
