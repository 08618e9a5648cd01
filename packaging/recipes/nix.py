"""The Nix flake, with the libraries of nixpkgs. This module must not know where versions come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recipes.release import SOURCE
from recipes.requirements import requirement_names

if TYPE_CHECKING:
    from recipes.release import Release

_FLAKE = """\
# Made from a release of Brim by `make recipes`; do not edit.
# Checked: `nix-instantiate --parse`, `nix eval` with a stand-in for nixpkgs, dependencies against pyproject.toml.
# Not run: `nix build`, `nix flake check`.
{{
  description = {summary};

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs = {{ self, nixpkgs }}:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ];
      forAll = nixpkgs.lib.genAttrs systems;
    in
    {{
      packages = forAll (system:
        let
          pkgs = nixpkgs.legacyPackages.${{system}};
          inherit (pkgs) lib stdenv;
        in
        {{
          default = pkgs.python3Packages.buildPythonApplication rec {{
            pname = "brim";
            version = "{version}";
            pyproject = true;

            src = pkgs.fetchPypi {{
              inherit pname version;
              hash = "{sri}";
            }};

            build-system = [ pkgs.python3Packages.hatchling ];

            dependencies = with pkgs.python3Packages; [
{everywhere}
            ] ++ lib.optionals stdenv.hostPlatform.isLinux [
{linux}
            ] ++ lib.optionals stdenv.hostPlatform.isDarwin [
{darwin}
            ];

            pythonRelaxDeps = true;
            pythonImportsCheck = [ "brim" ];

            meta = {{
              description = {summary};
              homepage = "{address}";
              license = lib.licenses.mit;
              mainProgram = "brim";
            }};
          }};
        }});
    }};
}}
"""


def nix_files(release: Release) -> dict[str, str]:
    """The flake; none where the source was not built."""
    if SOURCE not in release.files:
        return {}
    linux, darwin = (set(requirement_names(release, system)) for system in ("linux", "darwin"))
    flake = _FLAKE.format(
        summary='"' + release.summary.replace('"', '\\"') + '"',
        version=release.version,
        sri=release.files[SOURCE].sri,
        address=release.address,
        everywhere=_rows(linux & darwin),
        linux=_rows(linux - darwin),
        darwin=_rows(darwin - linux),
    )
    return {"nix/flake.nix": flake}


def _rows(names: set[str]) -> str:
    return "\n".join(f"              {name}" for name in sorted(names))
