"""Which proxy a request takes, and that each kind of proxy works or is named."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.network.proxies import find_proxy
from brim.backend.settings.values.systemproxies import SystemProxies
from brim.errors import OfflineError
from tests.support.tlsserver import HOST, TLS, http_proxy, listening, saying, socks_proxy, usage_over_tls
from tests.support.usagerequest import read_usage
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from collections.abc import Callable

PROXY = "http://proxy.invalid:3128"
SECRET = "hunter2"  # a password in a proxy's URL


def takes_proxy(url: str, bypass: str) -> bool:
    """Whether a request takes a proxy under a value of NO_PROXY."""
    return find_proxy(url, SystemProxies({"https": PROXY, "http": PROXY}, bypass)) is not None


@pytest.mark.parametrize(
    ("url", "bypass"),
    [
        ("https://a.example", "*"),
        ("https://a.example", "A.example"),
        ("https://a.example", ".example"),
        ("https://a.example", "example"),
        ("https://example.com", ".example.com"),
        ("https://a.example", "*.example"),
        ("https://a.example", "ü [::1] , a.example"),
        ("https://a.example:8443", "a.example:8443"),
        ("https://a.example", "a.example:443"),
        ("https://a.example", "https://a.example"),
        ("https://ü.example", "ü.example"),
        ("https://xn--tda.example", "ü.example"),
        ("https://10.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3"),
        ("https://[fd00::7]", "fd00::/8"),
        ("https://[fd00::7]", "[fd00::]/8"),
        ("https://[fd00::7]", "[fd00::7]"),
        ("https://[fd00::7]:8443", "[fd00::7]:8443"),
        ("https://[fe80::1]", "fe80::/10"),
        ("https://[::ffff:10.1.2.3]", "10.0.0.0/8"),
    ],
)
def test_host_in_no_proxy_takes_none(url: str, bypass: str) -> None:
    """A host that NO_PROXY names takes no proxy: by its name or a name above, its address, its network or its port."""
    assert not takes_proxy(url, bypass)


@pytest.mark.parametrize(
    "bypass",
    [
        *("[::1]", "fd00::/8", "fe80::/10", "::1/128", "ü", "[::", "10.0.0.0/99", "http://", "://", "]", "*.", "."),
        *("a.example:8443", "b.example", "xa.example", "ample", "10.1.2.3", "a" * 70, "a..example", "", " , ,"),
    ],
)
def test_other_entries_leave_the_proxy(bypass: str) -> None:
    """An entry of NO_PROXY for another host, or one that cannot be used, leaves a host its proxy."""
    assert takes_proxy("https://a.example", bypass)


@given(st.text(), st.sampled_from(["https://a.example", "https://[fd00::1]:1", "https://10.0.0.1"]))
def test_any_no_proxy_is_read(bypass: str, url: str) -> None:
    """Whatever is in NO_PROXY, a request goes through the proxy or around it; nothing is raised."""
    assert takes_proxy(url, bypass) in {True, False}
    assert not takes_proxy(url, f"{bypass},*")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "LOCALHOST", "[::1]", "a.localhost", "127.9.9.9"),
        *("[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"),
    ],
)
def test_loopback_never_takes_a_proxy(host: str) -> None:
    """A request to this machine takes no proxy."""
    assert not takes_proxy(f"http://{host}:8080/SECRET", "")


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("socks4://proxy.invalid:1", "“socks4”"),
        ("ftp://proxy.invalid:1", "“ftp”"),
        (f"http://me:{SECRET}@[::", "write http://host:port"),
        (f"http://me:{SECRET}@proxy.invalid:port", "write http://host:port"),
        ("http://", "write http://host:port"),
        ("http://two words:1", "write http://host:port"),
    ],
)
def test_unusable_proxy_is_named(value: str, part: str) -> None:
    """A proxy that cannot be used is named by its variable and with what to write, without its password."""
    with pytest.raises(OfflineError, match="ALL_PROXY") as caught:
        find_proxy("https://a.example", SystemProxies({"all": value}))

    assert "Proxy cannot be used" == caught.value.title
    assert part in caught.value.message
    assert SECRET not in str(caught.value)


def test_unusable_proxy_of_other_requests_is_ignored() -> None:
    """A proxy that cannot be used does no harm to a request that takes another one, or none."""
    odd = {"all": "socks4://proxy.invalid:1"}

    assert find_proxy("https://a.example", SystemProxies(odd, "a.example")) is None
    assert find_proxy("http://127.0.0.1", SystemProxies(odd)) is None
    assert find_proxy("https://a.example", SystemProxies(odd | {"https": PROXY})) is not None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own store says whom to trust")
@pytest.mark.parametrize(
    ("scheme", "proxy", "first"),
    [
        ("http", http_proxy, f"CONNECT {HOST}:443 HTTP/1.1"),
        ("socks5", socks_proxy, HOST),
        ("socks5h", socks_proxy, HOST),
        ("socks", socks_proxy, HOST),
    ],
)
def test_request_goes_through_the_proxy(
    monkeypatch: pytest.MonkeyPatch, scheme: str, proxy: Callable[[int, list[str]], Callable[..., None]], first: str
) -> None:
    """A request takes an HTTP or a SOCKS proxy of the environment, which sees the host and nothing else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "[::1],fd00::/8,ü")
    asked: list[str] = []
    with listening(usage_over_tls("good")) as port, listening(proxy(port, asked)) as proxy_port:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{proxy_port}")

        assert load_fixture("usage-max") == read_usage(f"https://{HOST}")[0]
    assert [first] == asked


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x05", b"\x04\x5b", b"\x05\x00\x05", bytes(300)]
)
def test_what_is_no_socks_proxy_is_named(monkeypatch: pytest.MonkeyPatch, scheme: str, answer: bytes) -> None:
    """An answer that no SOCKS proxy gives is an error that names the setting, and no fault of Brim."""
    with listening(saying(answer)) as port:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://me:{SECRET}@127.0.0.1:{port}")

        error, _ = read_usage("https://api.invalid")

    assert isinstance(error, OfflineError)
    assert "ALL_PROXY" in error.message
    assert SECRET not in str(error)


def test_missing_socks_package_is_named() -> None:
    """Where the optional package for SOCKS is missing, the message names it and the other ways."""
    program = (
        "import sys; sys.modules['socksio'] = None; from importlib import util; find = util.find_spec\n"
        "util.find_spec = lambda name: None if name == 'socksio' else find(name)\n"
        "from brim.backend.network.proxies import find_proxy\n"
        "from brim.backend.settings.values.systemproxies import SystemProxies\n"
        "from brim.errors import OfflineError\n"
        "try:\n    find_proxy('https://a.example', SystemProxies({'all': 'socks5://127.0.0.1:9'}))\n"
        "except OfflineError as error:\n    print(error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert "ALL_PROXY" in done.stdout
    assert "brim[socks]" in done.stdout
    assert "NO_PROXY" in done.stdout


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", "Proxy needs a login"),
        (b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", "Proxy refused with 403"),
        (b"HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n", "Proxy refused with 503"),
        (b"220 smtp ready\r\n", "Proxy cannot be used"),
        (b"", "Proxy cannot be used"),
    ],
)
def test_fault_of_the_proxy_is_named(monkeypatch: pytest.MonkeyPatch, answer: bytes, title: str) -> None:
    """A proxy that refuses, wants a login or is none is named as such; the server is not blamed."""
    with listening(saying(answer)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:{SECRET}@127.0.0.1:{port}")
        error, _ = read_usage(f"https://{HOST}")

    assert isinstance(error, OfflineError)
    assert (title, False) == (error.title, error.incident_possible)
    assert "HTTPS_PROXY" in error.message
    assert SECRET not in str(error)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_proxy_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """A proxy that refuses the connection is named; the advice is not to check the network."""
    with listening(saying(b"")) as port:
        pass
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:{port}")
    error, _ = read_usage(f"https://{HOST}")

    assert isinstance(error, OfflineError)
    assert "Proxy does not answer" == error.title
    assert "Check the network" not in error.message
