"""Fixtures of the launcher's tests."""

from __future__ import annotations

from tests.support.launcherfiles import copy, data

__all__ = ["copy", "data"]
