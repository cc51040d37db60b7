"""Keeping the catalogue of services that incidents can affect."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import longest, same_version, take_turns, titled
from core.errors import DomainError, NotFound
from incidents.models import Service
from incidents.states import State, service_state

MANAGE_SERVICES = "incidents.manage_services"
# Two people could enter one name at once; the catalogue changes rarely, so they take turns.
_CATALOGUE_LOCK = 7412027


@transaction.atomic
def add_service(
    *, actor: Actor, name: str, is_critical: bool = False, is_authorised: bool = False
) -> Service:
    """Enter a service in the catalogue. Locks the catalogue. Logs `service.added`.

    Raises:
        DomainError: no name, or a name already used.
    """
    take_turns(_CATALOGUE_LOCK)
    require(actor, MANAGE_SERVICES)
    service = Service(name=name, is_critical=is_critical, is_authorised=is_authorised)
    _check_name(service)
    service.save()
    _log(actor, "service.added", service, None)
    return service


@transaction.atomic
def change_service(
    *,
    actor: Actor,
    service_id: int,
    version: int,
    name: str,
    is_critical: bool,
    is_authorised: bool,
) -> Service:
    """Change what the catalogue says of a service. Locks the catalogue.

    Logs `service.changed`, or nothing when nothing differs.

    Raises:
        NotFound: no such service.
        Conflict: somebody changed it since `version`.
        DomainError: no name, or a name already used.
    """
    take_turns(_CATALOGUE_LOCK)
    require(actor, MANAGE_SERVICES)
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise NotFound(_("There is no such service."))
    same_version(version, service.version)
    before = service_state(service)
    service.name, service.is_critical, service.is_authorised = name, is_critical, is_authorised
    _check_name(service)
    if service_state(service) == before:
        return service
    service.version += 1
    service.save()
    _log(actor, "service.changed", service, before)
    return service


def _check_name(service: Service) -> None:
    limit = longest(Service, "name")
    service.name = titled(service.name, _("Name the service."), "name", limit)
    if Service.objects.filter(name__iexact=service.name).exclude(pk=service.pk).exists():
        raise DomainError(_("The catalogue has a service of that name."), field="name")


def _log(actor: Actor, verb: str, service: Service, before: State | None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_type="service",
        subject_id=service.pk,
        before=before,
        after=service_state(service),
    )
