"""The Flatpak manifest, of the frozen folder for Linux. This module must not know how that is built.

Inside, Brim reads logins and transcripts, but asks no program of the host and changes no settings of Claude Code.
Sources: Flatpak documentation, "Manifests" and "Sandbox Permissions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recipes.release import LINUX

if TYPE_CHECKING:
    from recipes.release import Release

_MANIFEST = """\
# Made from a release of Brim by `make recipes`; do not edit.
# Checked: `flatpak-builder --show-manifest`, the build commands. Not run: a build with the runtime, Flathub's checks.
# Inside, Brim asks no program such as `claude` or `codex`, and `brim statusline install` cannot change their settings.
# `brim autostart on` and `brim launcher on` write inside the sandbox, where no desktop looks; the menu has Brim anyway.
id: {application}
runtime: org.freedesktop.Platform
runtime-version: '25.08'
sdk: org.freedesktop.Sdk
command: brim
rename-desktop-file: brim.desktop
rename-icon: brim
finish-args:
  - --share=network
  - --socket=fallback-x11
  - --share=ipc
  - --own-name=app.brim.Tray
  - --talk-name=org.kde.StatusNotifierWatcher
  - --talk-name=org.freedesktop.Notifications
  - --filesystem=~/.claude:ro
  - --filesystem=~/.claude.json:ro
  - --filesystem=~/.codex:ro
  - --filesystem=xdg-config/gh:ro
  - --filesystem=xdg-config/github-copilot:ro
  - --filesystem=xdg-config/Cursor:ro
  - --filesystem=~/.local/share/opencode:ro
modules:
  - name: brim
    buildsystem: simple
    build-commands:
      - mkdir -p /app/lib /app/bin /app/share
      - cp -a . /app/lib/brim
      - ln -s ../lib/brim/brim /app/bin/brim
      - cp -a _internal/brim/share/. /app/share/
    sources:
      - type: archive
        url: {url}
        sha256: {sha256}
"""


def flatpak_files(release: Release) -> dict[str, str]:
    """The manifest; none where the folder was not built."""
    if LINUX not in release.files:
        return {}
    archive = release.files[LINUX]
    text = _MANIFEST.format(application=release.application, url=archive.url, sha256=archive.sha256)
    return {f"flatpak/{release.application}.yml": text}
