import importlib
import inspect
import pkgutil
from types import ModuleType

import checklists.api
import checklists.services
import imports.api
import imports.services
import incidents.api
import incidents.services
import postmortems.api
import postmortems.services
import statements.api
import statements.services

# What no program asks for: a task does it when its time comes, a command takes over a file.
# What people do with one line or one press, a program says part by part, each at its own address.
ONLY_INSIDE = {
    "declare_and_lead",
    "write_line",
    "write_with_files",
    "add_actions",
    "add_entries",
    "claim_promise_notice",
    "claim_reminder",
    "claim_silence_notice",
    "claim_stale_notice",
    "claim_void_notice",
    "import_record",
    "take_back_incident",
    "service_named",
}


def modules_in(package: ModuleType) -> list[ModuleType]:
    return [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]


def services_in(package: ModuleType) -> set[str]:
    """The use cases: what takes an actor as its first, named argument."""
    return {
        name
        for module in modules_in(package)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if inspect.signature(function).parameters.get("actor")
        and inspect.signature(function).parameters["actor"].kind is inspect.Parameter.KEYWORD_ONLY
    }


def test_every_service_has_an_address():
    used = {
        name
        for package in (incidents.api, postmortems.api, statements.api, imports.api, checklists.api)
        for module in modules_in(package)
        for name in vars(module)
    }
    services = set().union(
        *map(
            services_in,
            (
                incidents.services,
                postmortems.services,
                statements.services,
                imports.services,
                checklists.services,
            ),
        )
    )
    assert len(services) > 25
    assert services - used == ONLY_INSIDE
