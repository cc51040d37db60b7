"""How the API describes itself (OpenAPI): by what an address is about, each refusal told once."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from core.api.problems import MEDIA_TYPE, NAMES


class ByModule(AutoSchema):
    """Addresses are grouped by the module they are in: what `role.py` holds is about roles."""

    def get_tags(self) -> list[str]:
        """The name of the module, in words."""
        return [type(self.view).__module__.rpartition(".")[2].replace("_", " ")]


class Once(SchemaGenerator):
    """The description, made once in the life of a process: it tells nothing of who asks."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        """The description, in English."""
        return _described()


@cache
def _described() -> Any:
    with translation.override("en"):
        return SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call] # untyped


def name_refusals(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Tell each refusal once, under its name, rather than at every address."""
    named = result["components"].setdefault("responses", {})
    for responses in _responses_in(result):
        for status, response in responses.items():
            if MEDIA_TYPE in response.get("content", {}):
                name, title = NAMES[int(status)]
                named[name] = {**response, "description": str(title)}
                responses[status] = {"$ref": f"#/components/responses/{name}"}
    return result


def _responses_in(result: Any) -> Iterator[dict[str, Any]]:
    for address in result["paths"].values():
        for operation in address.values():
            yield operation["responses"]
