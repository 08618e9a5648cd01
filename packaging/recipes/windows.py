"""Scoop's and winget's manifests for the frozen folder of Windows. This module must not know how that is built.

Sources: Scoop's schema.json; winget's manifest schemas 1.10.0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from recipes.release import WINDOWS

if TYPE_CHECKING:
    from recipes.release import Release

_CHECKED = "Made from a release of Brim by `make recipes`; do not edit."
_SCOOP = ("Checked: by hand against Scoop's JSON schema.", "Not run: `scoop install` on Windows.")
_WINGET = "Checked: by hand against winget's JSON schema. Not run: `winget validate` and `winget install` on Windows."
_SCHEMA = "1.10.0"
_PROGRAMS = ("brim", "brim-tray")


def scoop_files(release: Release) -> dict[str, str]:
    """The manifest of a bucket; none where the folder was not built."""
    if WINDOWS not in release.files:
        return {}
    archive = release.files[WINDOWS]
    newer = archive.url.replace(release.version, "$version")
    manifest = {
        "##": [_CHECKED, *_SCOOP],
        "version": release.version,
        "description": release.summary,
        "homepage": release.address,
        "license": "MIT",
        "architecture": {"64bit": {"url": archive.url, "hash": archive.sha256}},
        "extract_dir": "brim",
        "bin": "brim.exe",
        "shortcuts": [["brim-tray.exe", "Brim", "--details-if-running"]],
        "checkver": {"github": release.address},
        "autoupdate": {"architecture": {"64bit": {"url": newer}}},
    }
    return {"scoop/brim.json": json.dumps(manifest, indent=4) + "\n"}


def winget_files(release: Release) -> dict[str, str]:
    """The three manifests of a version; none where the folder was not built."""
    if WINDOWS not in release.files:
        return {}
    archive, identifier = release.files[WINDOWS], f"{release.owner}.Brim"
    version = [f"PackageIdentifier: {identifier}", f"PackageVersion: {release.version}"]
    nested = [
        line
        for name in _PROGRAMS
        for line in (f"- RelativeFilePath: brim\\{name}.exe", f"  PortableCommandAlias: {name}")
    ]
    contents = {
        "version": [*version, "DefaultLocale: en-US"],
        "installer": [
            *version,
            "InstallerType: zip",
            "NestedInstallerType: portable",
            "NestedInstallerFiles:",
            *nested,
            "ArchiveBinariesDependOnPath: true",
            "Installers:",
            "- Architecture: x64",
            f"  InstallerUrl: {archive.url}",
            f"  InstallerSha256: {archive.sha256.upper()}",
        ],
        "defaultLocale": [
            *version,
            "PackageLocale: en-US",
            "Publisher: The Brim authors",
            f"PublisherUrl: {release.address}",
            "PackageName: Brim",
            f"PackageUrl: {release.address}",
            "License: MIT",
            f"LicenseUrl: {release.address}/blob/HEAD/LICENSE",
            f"ShortDescription: {json.dumps(release.summary)}",
            f"ReleaseNotesUrl: {release.address}/releases/tag/v{release.version}",
        ],
    }
    names = {"version": "", "installer": ".installer", "defaultLocale": ".locale.en-US"}
    return {
        f"winget/{identifier}{names[kind]}.yaml": "\n".join(
            [f"# {_CHECKED}", f"# {_WINGET}", *lines, f"ManifestType: {kind}", f"ManifestVersion: {_SCHEMA}", ""]
        )
        for kind, lines in contents.items()
    }
