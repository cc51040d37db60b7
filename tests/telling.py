"""What people are told, up to the mail."""

from audit.models import LogEntry
from notifications.selectors.notification import FOLLOWER
from notifications.tasks import tell_people
from statements.models import LogFollower


def tell(task):
    """Carry out a task, then tell people what it noted, and nothing that was logged before."""
    newest = LogEntry.objects.latest("index").index
    LogFollower.objects.update_or_create(name=FOLLOWER, defaults={"index": newest})
    task()
    tell_people()
