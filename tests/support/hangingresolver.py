"""A name server or a disk that does not answer: the content of a `sitecustomize` module, which Python imports first.

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

HANGING_IMPORT = """
import importlib.util, pathlib, sys, threading

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "pydantic" and threading.current_thread() is not threading.main_thread():
            return importlib.util.spec_from_loader(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):  # not in find_spec, where Python holds the lock of all imports
        pathlib.Path(__file__).with_name("asked").touch()
        threading.Event().wait()

sys.meta_path.insert(0, Finder())
"""
"""The same for an import in a thread, as from a slow disk after a login."""
