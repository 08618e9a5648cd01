"""Each fault of a certificate and of the encryption has a sentence of its own."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from brim.errors import OfflineError, ReadError
from tests.support.tlsserver import OLD_TLS, TLS, listening, saying, usage_over_tls
from tests.support.usagerequest import read_usage
from tests.support.usageserver import load_fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own store says whom to trust")


@pytest.fixture(autouse=True)
def trusted_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the authority of the test certificates."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))


def error_with(certificate: str) -> ReadError:
    """The error after a request to a server with this certificate."""
    with listening(usage_over_tls(certificate)) as port:
        error, count = read_usage(f"https://127.0.0.1:{port}")
    assert isinstance(error, OfflineError)
    assert count == 1
    return error


def test_trusted_certificate_is_accepted() -> None:
    """A server with a certificate that the system trusts is read, so the faults below are their own."""
    with listening(usage_over_tls("good")) as port:
        assert load_fixture("usage-max") == read_usage(f"https://127.0.0.1:{port}")[0]


@pytest.mark.parametrize(
    ("certificate", "part"),
    [
        ("expired", "has expired"),
        ("early", "is not yet valid"),
        ("otherhost", "is for another host name"),
        ("selfsigned", "is self-signed"),
    ],
)
def test_fault_of_the_certificate_is_named(certificate: str, part: str) -> None:
    """A certificate that has expired, is not yet valid, is for another host or is self-signed is named as that."""
    error = error_with(certificate)

    assert "Certificate not trusted" == error.title
    assert part in error.message
    assert "Check the network" not in error.message


@pytest.mark.parametrize("certificate", ["expired", "early"])
def test_clock_is_named_where_it_may_be_wrong(certificate: str) -> None:
    """Where the certificate's time does not fit, the message gives this computer's date and says to set the clock."""
    error = error_with(certificate)

    assert "set the clock" in error.message
    assert str(datetime.now().astimezone().year) in error.message


@pytest.mark.parametrize("certificate", ["otherhost", "selfsigned"])
def test_clock_is_not_named_elsewhere(certificate: str) -> None:
    """A fault that has nothing to do with the time does not mention the clock."""
    assert "clock" not in error_with(certificate).message


def test_unknown_authority_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of an authority that this system does not trust is named as not trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "selfsigned.pem"))

    assert "does not trust" in error_with("good").message


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (OLD_TLS, "only old TLS"),
        (b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", "without encryption"),
        (b"220 smtp ready\r\n", "without encryption"),
        (b"", "the server failed"),
    ],
)
def test_fault_of_the_encryption_is_named(answer: bytes, part: str) -> None:
    """Old TLS, an answer without encryption and a connection that is closed meanwhile are named as that."""
    with listening(saying(answer)) as port:
        error, _ = read_usage(f"https://127.0.0.1:{port}")

    assert isinstance(error, OfflineError)
    assert (part in error.message, "Check the network" in error.message) == (True, False)
    assert error.title == "Connection not encrypted"
