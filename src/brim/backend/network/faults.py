"""What a fault of a connection means: proxy, certificate, encryption or network, as one of our errors.

Facts: `verify_code` is OpenSSL's number on Linux, and the system's own on Windows and macOS, where truststore asks the
system. The text of a foreign error is never passed on. This module must not know what is requested.
"""

from __future__ import annotations

import re
import ssl
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.backend.network.leanhttpx import httpcore, httpx
from brim.backend.system.clock import utc
from brim.errors import BadAnswerError, NoAnswerError, OfflineError, ReadError
from brim.words import connectionerrors, fetcherrors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpcore import AsyncNetworkStream

    from brim.backend.network.proxies import Proxy

_EXPIRED = {10, 0x800B0101, -67818}
_NOT_YET_VALID = {9, -67819}
_OTHER_HOST = {62, 63, 64, 0x800B010F, -67602}
_SELF_SIGNED = {18}
_OLD = re.compile(r"PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|NO_PROTOCOLS|HANDSHAKE_FAILURE|NO_SHARED")
_OLD_VERSION = re.compile(r"INSUFFICIENT_SECURITY|TOO_SMALL|TOO_WEAK|LEGACY|INAPPROPRIATE_FALLBACK")
_PLAIN = re.compile(r"WRONG_VERSION|HTTP_REQUEST|RECORD_LAYER|TOO_LONG|UNKNOWN_PROTOCOL|NOT_SSL|UNEXPECTED_MESSAGE")
_PROXY_STATUS = re.compile(r"(\d{3})\b")
_LOGIN_REQUIRED = 407


class Stage(StrEnum):
    """How far a request has got, in this order."""

    CONNECTING = "connecting"
    AT_PROXY = "at proxy"
    """A proxy accepted the connection, and has not passed it on."""
    SECURING = "securing"
    """The encryption with the server is being set up."""
    SENDING = "sending"
    SENT = "sent"
    """The headers were sent, so there is a network, and a server accepted the connection."""
    ANSWERED = "answered"
    """The headers of an answer came."""


_BEFORE_SERVER = {Stage.CONNECTING, Stage.AT_PROXY}


class RequestProgress:
    """How far one request has got, and through which proxy."""

    def __init__(self) -> None:
        """Nothing has been done yet."""
        self.begin()

    def begin(self) -> None:
        """Forget an earlier try."""
        self.stage = Stage.CONNECTING
        self.proxy: Proxy | None = None
        self.connection: AsyncNetworkStream | None = None
        """The connection to the proxy."""

    @property
    def sent(self) -> bool:
        """Whether the request itself was sent."""
        return self.stage in {Stage.SENT, Stage.ANSWERED}

    async def trace(self, event: str, info: dict[str, object]) -> None:
        """Called by httpcore for each of its steps; a request to a proxy to connect is not the request itself."""
        match event.split("."):
            case _, "connect_tcp", "complete" if self.proxy is not None:
                self.stage = Stage.AT_PROXY
                if isinstance(stream := info.get("return_value"), httpcore.AsyncNetworkStream):
                    self.connection = stream
            case source, "start_tls", "started" if self.proxy is None or source != "connection":
                self.stage = Stage.SECURING
            case _, "send_request_headers", "started" if getattr(info.get("request"), "method", b"") != b"CONNECT":
                self.stage = Stage.SENDING
            case _, "send_request_headers", "complete" if self.stage is Stage.SENDING:
                self.stage = Stage.SENT
            case _:
                pass


class NotConnectedError(OfflineError):
    """Nothing was sent yet, so a quick second try does no harm."""


def read_error(error: Exception, progress: RequestProgress) -> ReadError:
    """Our error for a foreign one."""
    if progress.stage is Stage.ANSWERED and not isinstance(error, httpx.TimeoutException):
        return BadAnswerError(*fetcherrors.answer_cut_off())
    if progress.stage in {*_BEFORE_SERVER, Stage.SECURING}:
        return _not_connected(error, progress)
    if isinstance(error, httpx.RemoteProtocolError) and "without sending" not in str(error):
        return BadAnswerError(*fetcherrors.not_http())
    is_late = isinstance(error, httpx.TimeoutException)
    return _without_answer(fetcherrors.no_answer if is_late else fetcherrors.connection_broken, progress)


def out_of_time(progress: RequestProgress) -> ReadError:
    """Our error when the time for all tries together is over."""
    if progress.proxy is not None and progress.stage in _BEFORE_SERVER:
        return OfflineError(*connectionerrors.proxy_no_answer(progress.proxy.variable))
    return _without_answer(fetcherrors.incomplete_answer, progress)


def _without_answer(words: Callable[..., tuple[str, str]], progress: RequestProgress) -> ReadError:
    kind = NoAnswerError if progress.sent else OfflineError
    return kind(*words(sent=progress.sent))


def _not_connected(error: Exception, progress: RequestProgress) -> ReadError:
    """The request was not sent: the encryption, the proxy or the network is at fault."""
    proxy = progress.proxy
    at_proxy = proxy is not None and progress.stage in _BEFORE_SERVER
    if (fault := next((part for part in _chain(error) if isinstance(part, ssl.SSLError)), None)) is not None:
        return OfflineError(*_encryption_words(fault, of_proxy=at_proxy))
    if proxy is not None and at_proxy:
        return _proxy_error(error, proxy, progress.stage)
    if isinstance(error, httpx.TimeoutException):
        return _without_answer(fetcherrors.no_answer, progress)
    if progress.stage is Stage.SECURING:
        return NotConnectedError(*connectionerrors.broken_encryption(of_proxy=at_proxy))
    return NotConnectedError(*connectionerrors.not_connected())


def _encryption_words(fault: ssl.SSLError, *, of_proxy: bool) -> tuple[str, str]:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _certificate_words(getattr(fault, "verify_code", None), of_proxy=of_proxy)
    reason = fault.reason or str(fault).upper()
    if _OLD.search(reason) or _OLD_VERSION.search(reason):
        return connectionerrors.old_encryption(of_proxy=of_proxy)
    if _PLAIN.search(reason):
        return connectionerrors.plain_answer(of_proxy=of_proxy)
    return connectionerrors.broken_encryption(of_proxy=of_proxy)


def _certificate_words(code: int | None, *, of_proxy: bool) -> tuple[str, str]:
    if code in _EXPIRED:
        return connectionerrors.certificate_expired(utc(), of_proxy=of_proxy)
    if code in _NOT_YET_VALID:
        return connectionerrors.certificate_not_yet_valid(utc(), of_proxy=of_proxy)
    if code in _OTHER_HOST:
        return connectionerrors.certificate_of_other_host(of_proxy=of_proxy)
    if code in _SELF_SIGNED:
        return connectionerrors.certificate_self_signed(of_proxy=of_proxy)
    return connectionerrors.certificate_untrusted(of_proxy=of_proxy)


def _proxy_error(error: Exception, proxy: Proxy, stage: Stage) -> ReadError:
    if isinstance(error, httpx.ProxyError):
        status = int(found.group()) if (found := _PROXY_STATUS.match(str(error))) is not None else None
        if status == _LOGIN_REQUIRED or "auth" in str(error).lower():
            return OfflineError(*connectionerrors.proxy_login(proxy.variable))
        return OfflineError(*connectionerrors.proxy_refused(proxy.variable, status))
    if stage is Stage.CONNECTING:
        return NotConnectedError(*connectionerrors.proxy_no_answer(proxy.variable))
    if isinstance(error, httpx.TimeoutException):
        return OfflineError(*connectionerrors.proxy_no_answer(proxy.variable))
    return OfflineError(*connectionerrors.not_a_proxy(proxy.variable))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what caused it."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        if isinstance(seen, BaseExceptionGroup):
            for part in seen.exceptions:
                yield from _chain(part)
        seen = seen.__cause__ or seen.__context__
