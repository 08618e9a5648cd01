"""One HTTP client for all of Brim: the system's certificates, the proxy that each URL needs, no redirects, no cookies.

This module must not know what is requested, nor what an answer means.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager, nullcontext
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, override

import tenacity

from brim import __version__
from brim.backend.network import proxies
from brim.backend.network.faults import NotConnectedError, RequestProgress
from brim.backend.network.leanhttpx import httpx
from brim.backend.settings.values.systemproxies import system_bypasses, system_proxies
from brim.errors import OfflineError
from brim.words import connectionerrors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from brim.backend.network.proxies import Proxy

FAULTS = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)
"""What a request raises besides a ReadError: ValueError for a host name that cannot be one, or a bad certificate."""
_CONNECT_SECONDS = 5.0
_MAX_TRIES = 3
_PROGRESS = "brim"
"""The key of the progress in the extensions of a request."""


@asynccontextmanager
async def open_client(seconds: float) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose requests may take `seconds` for each step."""
    client = httpx.AsyncClient(
        transport=_RoutingTransport(),
        timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"User-Agent": f"brim/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
    )
    async with client:
        yield client


def extensions(progress: RequestProgress) -> dict[str, object]:
    """The extensions of a request that make `progress` follow it."""
    progress.begin()
    return {"trace": progress.trace, _PROGRESS: progress}


def quick_tries(wait: tenacity.wait.wait_base) -> tenacity.AsyncRetrying:
    """Three tries while no connection can be made; after that, and for any other fault, the error is raised."""
    return tenacity.AsyncRetrying(
        stop=tenacity.stop_after_attempt(_MAX_TRIES),
        wait=wait,
        retry=tenacity.retry_if_exception_type(NotConnectedError),
        reraise=True,
    )


class _RoutingTransport(httpx.AsyncBaseTransport):
    """Sends each request straight to its server or through the proxy for its URL, over connections that are kept."""

    def __init__(self) -> None:
        self._transports: dict[Proxy | None, httpx.AsyncHTTPTransport] = {}

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = await _find_proxy(request.url)
        progress = request.extensions.get(_PROGRESS)
        if isinstance(progress, RequestProgress):
            progress.proxy = proxy
        if proxy not in self._transports:
            self._transports[proxy] = _make_transport(proxy)
        transport = self._transports[proxy]
        async with _socks_faults(request, progress) if proxy is not None and proxy.is_socks else nullcontext():
            return await transport.handle_async_request(request)

    @override
    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()


@asynccontextmanager
async def _socks_faults(request: httpx.Request, progress: object) -> AsyncIterator[None]:
    """Close what httpcore leaves open when a SOCKS proxy fails, and turn errors of socksio into those of httpx."""
    from socksio import SOCKSError  # in the optional package

    try:
        yield
    except (SOCKSError, httpx.ProxyError) as error:
        if isinstance(progress, RequestProgress) and progress.connection is not None:
            await progress.connection.aclose()
        if isinstance(error, httpx.ProxyError):
            raise
        raise httpx.RemoteProtocolError(str(error), request=request) from error


async def _find_proxy(url: httpx.URL) -> Proxy | None:
    found = system_proxies()
    proxy = proxies.find_proxy(str(url), found)
    if proxy is not None and not found.from_environment and await asyncio.to_thread(system_bypasses, url.host):
        return None
    return proxy


def _make_transport(proxy: Proxy | None) -> httpx.AsyncHTTPTransport:
    if proxy is None:
        return httpx.AsyncHTTPTransport(verify=_system_trust(), trust_env=False)
    try:
        way = httpx.Proxy(proxy.url, ssl_context=_system_trust() if proxy.encrypted else None)
        transport = httpx.AsyncHTTPTransport(verify=_system_trust(), trust_env=False, proxy=way)
    except (ImportError, ValueError, httpx.InvalidURL):
        transport = None
    if transport is None:  # not in the handler: its error may hold the password of the proxy's URL
        raise OfflineError(*connectionerrors.unreadable_proxy(proxy.variable))
    return transport


def _system_trust() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
