"""The document of the page, with its texts: as the server sends it, or with everything inside as one file.

Data stands in script elements that no browser runs, written so that no data can end its element. This module must not
know what the data means.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import real_providers
from brim.words.detailspage import page_texts

if TYPE_CHECKING:
    from brim.backend.system.files import Json

PAGE = "index.html"
STYLES = ("uplot.css", "style.css")
SCRIPT, MODULES = "uplot.js", ("tools.js", "source.js", "now.js", "charts.js", "tables.js", "panels.js", "page.js")
"""Modules in the order in which they need each other; the last one is the page itself."""
_TEXT = re.compile(r"\{\{(\w+)\}\}")
_IMPORT = re.compile(r'^import (\{.*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def part(name: str) -> bytes:
    """A file of the page."""
    return resources.files("brim.details").joinpath("page", name).read_bytes()


def served_page() -> bytes:
    """The document that loads its parts from the server."""
    links = [f'<link rel="stylesheet" href="/{name}">' for name in STYLES]
    links += [f'<script src="/{SCRIPT}" defer></script>', f'<script src="/{MODULES[-1]}" type="module"></script>']
    links += [f'<link rel="modulepreload" href="/{name}">' for name in MODULES[:-1]]
    return _page("\n".join(links), _block("texts", _texts()))


def whole_page(data: Json) -> bytes:
    """One file with everything inside, which loads nothing and reaches nobody."""
    styles = "\n".join(part(name).decode() for name in STYLES)
    script = part(SCRIPT).decode()
    module = "\n".join(_as_function(name) for name in MODULES)
    policy = (
        f"default-src 'none'; script-src {_hash(script)} {_hash(module)}; style-src {_hash(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{styles}</style>'
    blocks = _block("texts", _texts()) + _block("data", data)
    scripts = f'<script>{script}</script>\n<script type="module">{module}</script>'
    return _page(head, f"{blocks}\n{scripts}")


def _as_function(name: str) -> str:
    """A module for a file that has all of them: a function that gives what the module exports."""
    code = _IMPORT.sub(r"const \1 = module_\2;", part(name).decode())
    exported = ", ".join(found[2] for found in _EXPORT.finditer(code))
    inside = _EXPORT.sub(r"\1", code)
    return f"const module_{name.removesuffix('.js')} = (() => {{\n{inside}\nreturn {{ {exported} }};\n}})();"


def _texts() -> dict[str, str]:
    return page_texts() | {f"group_{one.name}": one.vendor().product for one in real_providers()}


def _page(head: str, data: str) -> bytes:
    texts = _texts()
    text = _TEXT.sub(lambda found: html.escape(texts[found[1]]), part(PAGE).decode())
    before, _, rest = text.partition("<!--head-->")
    middle, _, after = rest.partition("<!--data-->")
    return f"{before}{head}{middle}{data}{after}".encode()


def _block(name: str, data: object) -> str:
    """Data that no browser runs; without the letters that could end its element or begin a comment."""
    content = json.dumps(data, separators=(",", ":"))
    for letter in "<>&":
        content = content.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{name}">{content}</script>\n'


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
