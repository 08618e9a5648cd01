"""The Flatpak manifest, of the frozen folder for Linux. This module must not know how that is built.

Inside, Brim reads logins and transcripts, but asks no program of the host and changes no settings of Claude Code. The
variables of XDG name folders of this one application there, where no other program has its login: Brim's own files stay
in them, and logins are looked for in those of the user.
Sources: Flatpak documentation, "Manifests" and "Sandbox Permissions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recipes.release import LINUX

if TYPE_CHECKING:
    from recipes.release import Release

_MANIFEST = """\
# Made from a release of Brim by `make recipes`; do not edit.
# Checked: `flatpak-builder` built, installed and ran it on Debian 12's files in place of the runtime. Not run: with the
# runtime itself, and Flathub's checks.
# Inside, Brim asks no program such as `claude` or `codex`, and `brim statusline install` cannot change their settings.
# It cannot add itself to the start at login, and `brim autostart on` says so; the menu has Brim without a command.
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
  - --filesystem=~/.copilot:ro
  - --filesystem=xdg-config/gh:ro
  - --filesystem=xdg-config/github-copilot:ro
  - --filesystem=xdg-config/Cursor:ro
  - --filesystem=xdg-config/cursor:ro
  - --filesystem=xdg-data/opencode:ro
modules:
  - name: brim
    buildsystem: simple
    build-commands:
      - mkdir -p /app/lib/brim /app/share
      - cp -a brim _internal /app/lib/brim/
      - cp -a _internal/brim/share/. /app/share/
      - install -D start /app/bin/brim
    sources:
      - type: archive
        url: {url}
        sha256: {sha256}
      - type: script
        dest-filename: start
        commands:
          - export BRIM_CONFIG_DIR="${{BRIM_CONFIG_DIR:-$XDG_CONFIG_HOME/brim}}"
          - export BRIM_STATE_DIR="${{BRIM_STATE_DIR:-$XDG_DATA_HOME/brim}}"
          - export XDG_CONFIG_HOME="${{HOST_XDG_CONFIG_HOME:-$HOME/.config}}"
          - export XDG_DATA_HOME="${{HOST_XDG_DATA_HOME:-$HOME/.local/share}}"
          - exec /app/lib/brim/brim "$@"
"""


def flatpak_files(release: Release) -> dict[str, str]:
    """The manifest; none where the folder was not built."""
    if LINUX not in release.files:
        return {}
    archive = release.files[LINUX]
    text = _MANIFEST.format(application=release.application, url=archive.url, sha256=archive.sha256)
    return {f"flatpak/{release.application}.yml": text}
