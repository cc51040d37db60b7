import socket

import pytest

from config.address import Address, AddressUnusable, check_free, chosen_address


@pytest.fixture
def chosen(monkeypatch):
    def choose(host="", port=""):
        monkeypatch.setenv("HAVARI_HOST", host)
        monkeypatch.setenv("HAVARI_PORT", port)
        return chosen_address()

    return choose


def test_only_this_machine_is_served_unless_told_otherwise(chosen):
    address = chosen()
    assert (address.url, address.is_loopback) == ("http://127.0.0.1:8000", True)


@pytest.mark.parametrize(
    ("host", "is_loopback", "url"),
    [
        ("localhost", True, "http://localhost:8110"),
        ("127.8.8.8", True, "http://127.8.8.8:8110"),
        ("::1", True, "http://[::1]:8110"),
        ("0.0.0.0", False, "http://0.0.0.0:8110"),
        ("::", False, "http://[::]:8110"),
        ("192.0.2.1", False, "http://192.0.2.1:8110"),
    ],
)
def test_what_others_can_reach_is_known_by_its_number(chosen, host, is_loopback, url):
    address = chosen(host, "8110")
    assert (address.is_loopback, address.url) == (is_loopback, url)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80 ", "8e3", "٨٠"])
def test_a_port_that_is_none_is_refused(chosen, port):
    with pytest.raises(AddressUnusable, match="Set it to a number from 1 to 65535"):
        chosen(port=port)


@pytest.mark.parametrize("host", ["no such host", "a..b", "x" * 300])
def test_a_host_that_is_none_is_refused(chosen, host):
    with pytest.raises(AddressUnusable, match="no address of this machine"):
        chosen(host)


def test_a_port_somebody_listens_on_is_refused(silent_port):
    with pytest.raises(AddressUnusable, match=f"Port {silent_port} on 127.0.0.1 is taken"):
        check_free(Address("127.0.0.1", silent_port))


def test_a_port_that_was_left_a_moment_ago_is_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    check_free(Address("127.0.0.1", port))


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(AddressUnusable, match="Set HAVARI_HOST to an address of this machine"):
        check_free(Address("192.0.2.1", 8110))
