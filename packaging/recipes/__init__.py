"""Recipes of other package managers for one release, made from pyproject.toml, uv.lock and the files of the release."""
