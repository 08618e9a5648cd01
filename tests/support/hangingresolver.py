"""A name server that does not answer: the content of a `sitecustomize` module, which Python imports at its start.

It makes the file `asked` beside itself once a thread hangs.
"""

from __future__ import annotations

HANGING_RESOLVER = """
import pathlib, socket, time

def getaddrinfo(*arguments, **options):
    pathlib.Path(__file__).with_name("asked").touch()
    time.sleep(60)

socket.getaddrinfo = getaddrinfo
"""
