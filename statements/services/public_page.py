"""Setting up the page that strangers read."""

from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import longest, same_version, take_turns, titled
from core.errors import DomainError, NotFound
from incidents.models import Service
from statements.models import PublicComponent, PublicPage
from statements.services.door import SET_UP
from statements.states import State, component_state, public_page_state

MOST_PLACES = 999
# There is one page, and before it is set up not even a row to lock.
_PAGE_LOCK = 7412035


@dataclass(frozen=True, slots=True)
class Naming:
    """What a service is called on the public page, and where in the list it stands."""

    name_da: str
    name_en: str
    position: int = 1
    is_shown: bool = True


@transaction.atomic
def switch_public_page(*, actor: Actor, version: int, is_on: bool, name: str) -> PublicPage:
    """Switch the page that strangers read on or off, and say whose it is.

    `version` is 0 before the first time. Locks the page. Logs `public_page.switched`, or nothing
    when nothing differs.

    Raises:
        NotPermitted: the actor may not set up the press desk.
        Conflict: somebody set it up since `version`.
        DomainError: no name.
    """
    take_turns(_PAGE_LOCK)
    require(actor, SET_UP)
    page = PublicPage.objects.first()
    same_version(version, page.version if page else 0)
    name = titled(name, _("Name the page."), "name", longest(PublicPage, "name"))
    if page and (page.is_on, page.name) == (is_on, name):
        return page
    before = public_page_state(page) if page else None
    page = page or PublicPage(pk=1, version=0)
    page.is_on, page.name, page.changed_at = is_on, name, timezone.now()
    page.version += 1
    page.save()
    _log(actor, "public_page.switched", page, before, public_page_state(page))
    return page


@transaction.atomic
def add_component(*, actor: Actor, service_id: int, naming: Naming) -> PublicComponent:
    """Show a service on the public page, under names that customers know. Locks the page.

    Logs `component.added`.

    Raises:
        NotFound: no such service.
        NotPermitted: the actor may not set up the press desk.
        DomainError: a name is missing, the place is none, or the service is there already.
    """
    take_turns(_PAGE_LOCK)
    require(actor, SET_UP)
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise NotFound(_("There is no such service."), field="service")
    if PublicComponent.objects.filter(service=service).exists():
        raise DomainError(_("This service is part of the page already."), field="service")
    component = PublicComponent.objects.create(
        service=service, added_at=timezone.now(), **asdict(_checked(naming))
    )
    _log(actor, "component.added", component, None, component_state(component))
    return component


@transaction.atomic
def change_component(
    *, actor: Actor, component_id: int, version: int, naming: Naming
) -> PublicComponent:
    """Call a service otherwise on the public page, or show it no longer. Locks the page.

    Logs `component.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such part of the page.
        NotPermitted: the actor may not set up the press desk.
        Conflict: somebody changed it since `version`.
        DomainError: a name is missing, or the place is none.
    """
    take_turns(_PAGE_LOCK)
    require(actor, SET_UP)
    component = PublicComponent.objects.filter(pk=component_id).first()
    if component is None:
        raise NotFound(_("There is no such part of the page."))
    same_version(version, component.version)
    before = component_state(component)
    for field, value in asdict(_checked(naming)).items():
        setattr(component, field, value)
    if component_state(component) == before:
        return component
    component.version += 1
    component.save()
    _log(actor, "component.changed", component, before, component_state(component))
    return component


def _checked(naming: Naming) -> Naming:
    missing = _("Give the service a name that customers know.")
    if not 1 <= naming.position <= MOST_PLACES:
        raise DomainError(
            _("Choose a place from 1 to %(most)s.") % {"most": MOST_PLACES}, field="position"
        )
    return replace(
        naming,
        name_da=titled(naming.name_da, missing, "name_da", longest(PublicComponent, "name_da")),
        name_en=titled(naming.name_en, missing, "name_en", longest(PublicComponent, "name_en")),
    )


def _log(
    actor: Actor,
    verb: str,
    subject: PublicPage | PublicComponent,
    before: State | None,
    after: State,
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="public_page" if isinstance(subject, PublicPage) else "public_component",
        subject_id=subject.pk,
        before=before,
        after=after,
    )
