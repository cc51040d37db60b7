"""Several people doing something at the same moment, each over a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from core.errors import DomainError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the refusal it met."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait()
        try:
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[Any]) -> list[type[DomainError]]:
    """The kinds of refusals among the results."""
    return [type(result) for result in results if isinstance(result, DomainError)]
