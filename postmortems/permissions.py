"""What may be done with postmortems, and by whom from the start."""

from accounts.roles import Grants

WRITE = ["postmortems.write_postmortem"]
FINISH = [*WRITE, "postmortems.complete_postmortem"]
PUBLISH = ["postmortems.publish_postmortem"]
SET_UP = [*FINISH, *PUBLISH, "postmortems.set_up_postmortems"]

GRANTS: Grants = {
    "responder": WRITE,
    "commander": FINISH,
    "communications": [*WRITE, *PUBLISH],
    "administrator": SET_UP,
}
