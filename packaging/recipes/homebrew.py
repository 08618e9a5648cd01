"""The Homebrew formula of an own tap, for macOS and Linux. This module must not know where versions come from.

Source: Homebrew documentation, "Python for Formula Authors".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recipes.release import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from recipes.locked import Locked
    from recipes.release import Release

_HEADER = """\
# Made from a release of Brim by `make recipes`; do not edit.
# Checked: `ruby -c`, every version and hash against uv.lock. Not run: `brew audit`, `brew install`, a Mac.
"""
_FORMULAE = ("certifi", "pillow", "pydantic")
_IN_THEM = {*_FORMULAE, "annotated-types", "pydantic-core", "typing-extensions", "typing-inspection"}
"""What Homebrew has as formulae of their own: their parts take Rust or many libraries to build."""


def homebrew_files(release: Release) -> dict[str, str]:
    """The formula; none where the source was not built."""
    if SOURCE not in release.files:
        return {}
    source = release.files[SOURCE]
    parts = [package for package in release.packages if package.name not in _IN_THEM]
    lines = [
        "class Brim < Formula",
        "  include Language::Python::Virtualenv",
        "",
        f'  desc "{_description(release.summary)}"',
        f'  homepage "{release.address}"',
        f'  url "{source.url}"',
        f'  sha256 "{source.sha256}"',
        '  license "MIT"',
        "",
        *(f'  depends_on "{name}" => :no_linkage' for name in _FORMULAE),
        '  depends_on "python@3.13"',
        "",
        *_only("macos", (part for part in parts if part.systems == {"darwin"})),
        *_only("linux", (part for part in parts if part.systems == {"linux"})),
        *(line for part in parts if len(part.systems) > 1 for line in _resource(part, "  ")),
        "  def install",
        "    virtualenv_install_with_resources",
        '    share.install_symlink Dir[libexec/"share/{icons,applications,metainfo,man}"]',
        '    bash_completion.install_symlink libexec/"share/bash-completion/completions/brim"',
        '    fish_completion.install_symlink libexec/"share/fish/vendor_completions.d/brim.fish"',
        '    zsh_completion.install_symlink libexec/"share/zsh/site-functions/_brim"',
        "  end",
        "",
        "  test do",
        '    assert_match version.to_s, shell_output("#{bin}/brim --version")',
        "  end",
        "end",
        "",
    ]
    return {"homebrew/brim.rb": _HEADER + "\n".join(lines)}


def _only(system: str, parts: Iterable[Locked]) -> Iterator[str]:
    yield f"  on_{system} do"
    for part in parts:
        yield from _resource(part, "    ")
    yield "  end"
    yield ""


def _resource(part: Locked, indent: str) -> Iterator[str]:
    yield f'{indent}resource "{part.name}" do'
    yield f'{indent}  url "{part.url}"'
    yield f'{indent}  sha256 "{part.sha256}"'
    yield f"{indent}end"
    yield ""


def _description(summary: str) -> str:
    return summary.rstrip(".").replace('"', '\\"')
