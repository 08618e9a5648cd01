"""The Arch Linux package: PKGBUILD and the .SRCINFO that the AUR reads.

This module must not know where files come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recipes.release import SOURCE
from recipes.requirements import requirement_names

if TYPE_CHECKING:
    from recipes.release import Release

_HEADER = """\
# Made from a release of Brim by `make recipes`; do not edit.
# Checked: shellcheck, makepkg 6 on Debian without the dependencies, .SRCINFO against makepkg, names of dependencies
# against pyproject.toml. Not run: on Arch Linux, and namcap.
"""
_OTHER_NAMES = {"python-xlib": "python-xlib", "uvicorn": "uvicorn"}
"""Libraries that are not called python-NAME there."""
_BUILD = ("python-build", "python-hatchling", "python-installer", "python-wheel")


def arch_files(release: Release) -> dict[str, str]:
    """The files by their paths; none where the source was not built."""
    if SOURCE not in release.files:
        return {}
    source = release.files[SOURCE]
    depends = (
        "python>=3.12",
        *(_OTHER_NAMES.get(name, f"python-{name}") for name in requirement_names(release, "linux")),
    )
    lines = [
        "pkgname=brim",
        f"pkgver={release.version}",
        "pkgrel=1",
        f"pkgdesc={_quoted(release.summary)}",
        "arch=('any')",
        f"url={_quoted(release.address)}",
        "license=('MIT')",
        f"depends=({' '.join(map(_quoted, depends))})",
        f"makedepends=({' '.join(map(_quoted, _BUILD))})",
        f'source=("{source.url.replace(release.version, "$pkgver")}")',
        f"sha256sums=({_quoted(source.sha256)})",
        "",
        "build() {",
        '    cd "$pkgname-$pkgver" || return 1',
        "    python -m build --wheel --no-isolation",
        "}",
        "",
        "package() {",
        '    cd "$pkgname-$pkgver" || return 1',
        '    python -m installer --destdir="$pkgdir" dist/*.whl',
        "}",
        "",
    ]
    information = [
        "pkgbase = brim",
        f"\tpkgdesc = {release.summary}",
        f"\tpkgver = {release.version}",
        "\tpkgrel = 1",
        f"\turl = {release.address}",
        "\tarch = any",
        "\tlicense = MIT",
        *(f"\tmakedepends = {name}" for name in _BUILD),
        *(f"\tdepends = {name}" for name in depends),
        f"\tsource = {source.url}",
        f"\tsha256sums = {source.sha256}",
        "",
        "pkgname = brim",
        "",
    ]
    return {"aur/PKGBUILD": _HEADER + "\n".join(lines), "aur/.SRCINFO": "\n".join(information)}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
