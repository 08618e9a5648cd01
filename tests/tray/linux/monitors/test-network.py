"""What NetworkManager reports becomes commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import DesktopEvent
from brim.tray.linux.monitors.network import has_default_route

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver, StartMock
    from tests.desktop.mocks import Mock

MOCK = "org.freedesktop.DBus.Mock"
NETWORK = "org.freedesktop.NetworkManager"
NETWORK_PATH = "/org/freedesktop/NetworkManager"
CONNECTED, LOCAL, CONNECTING, DISCONNECTED = 70, 50, 40, 20


def start_network(start_desktop: StartDesktop, start_mock: StartMock, state: int) -> Mock:
    """A network manager in a given state."""
    mock = start_mock(start_desktop(), NETWORK, "/org/freedesktop", "networkmanager")
    set_network_state(mock, state)
    return mock


def set_network_state(network: Mock, state: int) -> None:
    """Change the state of the network."""
    network.call(MOCK, "SetGlobalConnectionState", "u", state, path=NETWORK_PATH)


def test_a_network_that_is_lost_and_returns(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """The loss and the return of the connection are each sent once, whatever states are between."""
    network = start_network(start_desktop, start_mock, CONNECTED)
    driver = start_driver(network.desktop, "--debug")
    driver.wait_until_heard(NETWORK)

    for state in (LOCAL, DISCONNECTED, CONNECTING, LOCAL, CONNECTED):
        set_network_state(network, state)

    driver.wait_for_events(DesktopEvent.OFFLINE, DesktopEvent.ONLINE)


def test_a_network_manager_without_a_network(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A missing connection at the start is sent, unless the system has a default route of another origin."""
    network = start_network(start_desktop, start_mock, DISCONNECTED)
    driver = start_driver(network.desktop, "--debug")
    driver.wait_until_heard(NETWORK)

    set_network_state(network, CONNECTED)
    set_network_state(network, DISCONNECTED)
    network.stop()

    losses = 1 if has_default_route() else 2
    driver.wait_for_events(*(DesktopEvent.OFFLINE, DesktopEvent.ONLINE) * losses)


@pytest.mark.parametrize(("destination", "is_default"), [("00000000", True), ("000011AC", False)])
def test_a_default_route(destination: str, *, is_default: bool) -> None:
    """The destination of a default route is all zeros."""
    table = f"Iface\tDestination\tGateway \tFlags\neth0\t{destination}\t010011AC\t0003\n"

    assert is_default == has_default_route(table)
