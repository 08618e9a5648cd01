"""A name server that does not answer: the content of a `sitecustomize` module, which Python imports at its start.

It makes the file `asked` beside itself once a thread hangs.
"""

from __future__ import annotations

HANGING_RESOLVER = """
import pathlib, socket, threading

def getaddrinfo(*arguments, **options):
    pathlib.Path(__file__).with_name("asked").touch()
    threading.Event().wait()

socket.getaddrinfo = getaddrinfo
"""
