import pytest

from local.errors import CannotStart
from local.ports import free_port, is_free, require_free
from local.readiness import Address

HOST = "127.0.0.1"


def test_a_chosen_port_is_free() -> None:
    assert is_free(HOST, free_port(HOST))


def test_a_port_that_is_listened_on_is_not_free(taken_port: int) -> None:
    assert not is_free(HOST, taken_port)


def test_a_taken_port_is_refused_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(CannotStart, match=rf"Port {taken_port} .* in use .* PORT={taken_port + 1}"):
        require_free(HOST, taken_port)


def test_a_host_of_another_machine_is_refused_with_the_reason() -> None:
    with pytest.raises(CannotStart, match=r"Port 8000 on 192\.0\.2\.1 cannot be used: Cannot assign"):
        require_free("192.0.2.1", 8000)


def test_a_number_that_is_no_port_is_refused() -> None:
    with pytest.raises(CannotStart, match="from 1 to 65535, not 70000"):
        require_free(HOST, 70_000)


@pytest.mark.parametrize(
    "host,url,private",
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("localhost", "http://localhost:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),
        ("::", "http://[::1]:8000", False),
        ("192.0.2.1", "http://192.0.2.1:8000", False),
    ],
)
def test_an_address_knows_how_to_be_reached_and_by_whom(host: str, url: str, private: bool) -> None:
    address = Address(host, 8000)

    assert (address.url, address.private) == (url, private)
