"""Where Havari listens: `HAVARI_HOST` and `HAVARI_PORT`, by default this machine only."""

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

from config.embedded import CannotStart


class AddressUnusable(CannotStart):
    """Nobody can listen there."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host name or number, and a port."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return all(
            ipaddress.ip_address(found[0]).is_loopback for _, found in _resolved(self.host, 0)
        )


def chosen_address() -> Address:
    """The address to listen on.

    Raises:
        AddressUnusable: the port is none, or there is no such host.
    """
    return _address("HAVARI_PORT", chosen_port())


def chosen_live_address() -> Address:
    """Where open pages hear what is recorded: the same host, another port.

    Raises:
        AddressUnusable: as `chosen_address`.
    """
    return _address("HAVARI_LIVE_PORT", chosen_live_port())


def chosen_port() -> str:
    """The port of the pages, as it was said."""
    return os.environ.get("HAVARI_PORT") or "8000"


def chosen_live_port() -> str:
    """The port of the stream, as it was said; else the one after that of the pages."""
    port = chosen_port()
    after = str(int(port) + 1) if _is_port(port) else port
    return os.environ.get("HAVARI_LIVE_PORT") or after


def _address(name: str, port: str) -> Address:
    host = os.environ.get("HAVARI_HOST") or "127.0.0.1"
    if not _is_port(port):
        raise AddressUnusable(f"{name} is {port}. Set it to a number from 1 to 65535.")
    _resolved(host, int(port))
    return Address(host, int(port))


def _is_port(port: str) -> bool:
    return port.isascii() and port.isdigit() and 0 < int(port) < 2**16


def check_free(address: Address, name: str = "HAVARI_PORT") -> None:
    """Refuse an address that is taken, or not ours to take; `name` is the setting of its port.

    Raises:
        AddressUnusable: with what to do about it.
    """
    for family, found in _resolved(address.host, address.port):
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(found)
            except OSError as error:
                raise AddressUnusable(_refusal(address, name, error)) from error


def _refusal(address: Address, name: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} on {address.host} is taken, perhaps by another Havari. "
            f"Stop what listens there, or set {name} to a free port."
        )
    return (
        f"Havari may not listen on port {address.port} of {address.host} ({error.strerror}). "
        f"Set HAVARI_HOST to an address of this machine and {name} to a port from 1024 on."
    )


def _resolved(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise AddressUnusable(
            f"HAVARI_HOST is {host}, which is no address of this machine. "
            "Set it to one, such as 127.0.0.1, or to 0.0.0.0 for all of them."
        ) from error
    return [(family, (str(place[0]), int(place[1]))) for family, _, _, _, place in found]
