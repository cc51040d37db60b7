"""What may be done with postmortems, and by whom from the start."""

from accounts.roles import Grants

WRITE = ["postmortems.write_postmortem"]
FINISH = [*WRITE, "postmortems.complete_postmortem"]
SET_UP = [*FINISH, "postmortems.set_up_postmortems"]

GRANTS: Grants = {
    "responder": WRITE,
    "commander": FINISH,
    "communications": WRITE,
    "administrator": SET_UP,
}
