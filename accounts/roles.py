"""Roles are Django's groups: what each may do as Havari makes them.

An organisation recomposes them through `accounts.services.role`, which logs it. The log tells
nothing of a role that nobody recomposed; verification then holds it against what stands here.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db.migrations import RunPython
from django.utils.translation import gettext_lazy as _

ROLES = {
    "viewer": _("Viewer"),
    "responder": _("Responder"),
    "commander": _("Commander"),
    "communications": _("Communications"),
    "approver": _("Approver"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
}

Grants = Mapping[str, Sequence[str]]
"""For each role, permissions such as `incidents.keep_record`."""

_made: dict[str, set[str]] = {role: set() for role in ROLES}


def register_grants(grants: Grants) -> None:
    """Say what an app's permissions are and which role holds them from the start."""
    for role, permissions in grants.items():
        _made[role].update(permissions)


def made_with(role: str) -> list[str]:
    """What Havari makes the role with."""
    return sorted(_made[role])


def role_label(role: str) -> str:
    """What people call the role."""
    return str(ROLES.get(role, role))


def permission_label(name: str) -> str:
    """What a permission such as `incidents.keep_record` allows."""
    app, _dot, codename = name.partition(".")
    known = (
        words
        for model in installed.get_models()
        if model._meta.app_label == app  # noqa: SLF001 - Django's API
        for code, words in model._meta.permissions  # noqa: SLF001 - as above
        if code == codename
    )
    return str(_(str(next(known, name))))


def grantable() -> list[str]:
    """Every permission a role can hold."""
    return sorted(set(chain.from_iterable(_made.values())))


def granting(grants: Grants) -> RunPython:
    """The step of a migration that gives each role what its app grants it."""

    def grant(apps: Any, schema_editor: Any) -> None:
        for label in {name.split(".")[0] for name in chain.from_iterable(grants.values())}:
            create_permissions(installed.get_app_config(label), verbosity=0)
        for role, permissions in grants.items():
            group = apps.get_model("auth", "Group").objects.get(name=role)
            group.permissions.add(*_rows(apps, permissions))

    def withdraw(apps: Any, schema_editor: Any) -> None:
        for role, permissions in grants.items():
            group = apps.get_model("auth", "Group").objects.get(name=role)
            group.permissions.remove(*_rows(apps, permissions))

    return RunPython(grant, withdraw)


def _rows(apps: Any, permissions: Sequence[str]) -> list[Any]:
    permission = apps.get_model("auth", "Permission")
    names = [name.split(".") for name in permissions]
    return [
        permission.objects.get(content_type__app_label=label, codename=codename)
        for label, codename in names
    ]
