"""What may be done with postmortems, and by whom from the start."""

from accounts.roles import Grants

WRITE = ["postmortems.write_postmortem"]
FINISH = [*WRITE, "postmortems.complete_postmortem"]

GRANTS: Grants = {
    "responder": WRITE,
    "commander": FINISH,
    "communications": WRITE,
    "administrator": FINISH,
}
