"""Who does something, and through which door they came: the first argument of every service."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from core.errors import NotPermitted

if TYPE_CHECKING:  # accounts stand above the log: what is done to them is logged too
    from accounts.models import User

Channel = Literal["web", "api", "task", "command"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system itself, acting through a channel."""

    user: "User | None"
    channel: Channel

    @property
    def label(self) -> str:
        """The name written in the log, which outlives the account."""
        return str(self.user) if self.user else "system"

    def may(self, permission: str) -> bool:
        """Whether the actor holds a permission such as `incidents.declare_incident`."""
        return self.user is None or self.user.has_perm(permission)


def system(channel: Channel = "task") -> Actor:
    """The system acting by itself, in a task or a command."""
    return Actor(user=None, channel=channel)


def require(actor: Actor, permission: str) -> None:
    """Refuse an actor without `permission`.

    Raises:
        NotPermitted: the actor does not hold it.
    """
    if not actor.may(permission):
        raise NotPermitted(_("Your role does not allow this."))
