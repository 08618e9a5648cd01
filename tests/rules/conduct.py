"""Rules of conduct: errors, blocking calls, HTTP, logging, and what tests leave alone."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.rules.syntax import Exemption, keyword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

BROAD = (
    Exemption("src/brim/backend/polling/poller.py", "the loop outlives whatever one attempt met"),
    Exemption("src/brim/app.py", "the wrapper of the thread: it must not die silently"),
    Exemption("src/brim/tray/desktop/notification.py", "a notice that cannot be shown must not end the tray"),
)
"""Where everything may be caught, once in each file."""

_BLOCKING_METHODS = {
    *("read_text", "write_text", "read_bytes", "write_bytes", "iterdir", "mkdir", "rmdir", "unlink", "touch", "stat"),
    *("exists", "is_file", "is_dir", "chmod", "rename", "resolve", "glob", "rglob"),
}
_BLOCKING = {
    *(
        "open",
        "input",
        "io.open",
        "os.open",
        "os.replace",
        "os.rename",
        "os.unlink",
        "os.remove",
        "os.stat",
        "os.mkdir",
    ),
    *("os.makedirs", "os.listdir", "os.scandir", "os.fsync", "os.system", "os.chmod", "sqlite3.connect", "tempfile."),
    *("shutil.", "subprocess.", "webbrowser.", "time.sleep", "socket.create_connection", "socket.getaddrinfo"),
}
_LOG_CALLS = {"trace", "debug", "info", "success", "warning", "error", "critical", "exception"}


_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]")
_SAID = {
    *(
        "brim.model.account.Problem",
        "brim.model.alert.Alert",
        "brim.tray.menu.row.Row",
        "brim.cli.doctor.facts.ReportLine",
    ),
    *("print", "input", "ValueError", "argparse.ArgumentTypeError"),
}
"""What is shown to a person, beside our own errors."""
_HELP = {"help", "description", "epilog"}
_ARGUMENTS = ("ArgumentParser", "add_argument", "add_parser", "add_subparsers", "add_argument_group")


def words_stand_in_one_room(file: File) -> Iterator[Violation]:
    """What people read is written in `src/brim/words`: errors, rows, lines of the check-up, output and help."""
    if not file.is_source or file.room == "words":
        return
    own = {node.name for node in file.classes if node.name.endswith("Error")}
    for node in file.nodes:  # a function that makes one of them speaks, too
        if isinstance(node, ast.FunctionDef) and node.returns is not None and file.dotted(node.returns) in _SAID:
            own.add(node.name)
    for call, name in file.calls():
        if _literally(_spoken(call, name, own)):
            yield file.at(call, "says something of its own; put the words into src/brim/words")


def _spoken(call: ast.Call, name: str, own: set[str]) -> list[ast.expr]:
    """What is handed to a call in order to be read."""
    if name in _SAID or name in own or (name.startswith("brim.") and name.endswith("Error")):
        return [*call.args, *(entry.value for entry in call.keywords)]
    helps = name.rpartition(".")[2] in _ARGUMENTS
    return [entry.value for entry in call.keywords if helps and entry.arg in _HELP]


def _literally(values: list[ast.expr]) -> bool:
    return any(_WORDS.search(_text(node)) for value in values for node in ast.walk(value))


def _text(node: ast.AST) -> str:
    """The letters of a string; of an f-string those around its values."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(" ".join(map(_text, node.values)).split())
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def broad_except_is_named(file: File) -> Iterator[Violation]:
    """Everything is caught in the named places only, once in each; elsewhere only to be raised again."""
    allowed = any(exemption.covers(file) for exemption in BROAD)
    found = [node for node in file.nodes if _is_broad(file, node)]
    for node in found[1:] if allowed else found:
        yield file.at(node, "catches everything; only the poller's loop, app's thread and the showing of a notice may")


def _is_broad(file: File, node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        last = node.body[-1]
        if isinstance(last, ast.Raise) and last.exc is None:
            return False
        caught = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    elif isinstance(node, ast.Call) and file.dotted(node.func) == "contextlib.suppress":
        caught = [*node.args]
    else:
        return False
    return any(kind is None or file.dotted(kind).split(".")[-1] in {"Exception", "BaseException"} for kind in caught)


def coroutines_do_not_block(file: File) -> Iterator[Violation]:
    """A coroutine hands files, processes and name look-ups to a thread."""
    for function in file.nodes if file.is_source else ():
        if isinstance(function, ast.AsyncFunctionDef):
            yield from (
                file.at(call, f"{function.name} blocks its loop; use asyncio.to_thread()")
                for call in _own_calls(function)
                if _blocks(file, call)
            )


def _own_calls(function: ast.AsyncFunctionDef) -> Iterator[ast.Call]:
    """Find calls that the coroutine makes itself: not awaited, not inside a function that it only defines."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            waiting += [node.value.func, *node.value.args, *(entry.value for entry in node.value.keywords)]
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


def _blocks(file: File, call: ast.Call) -> bool:
    name = file.dotted(call.func)
    if name in _BLOCKING or any(name.startswith(prefix) for prefix in _BLOCKING if prefix.endswith(".")):
        return True
    return isinstance(call.func, ast.Attribute) and call.func.attr in _BLOCKING_METHODS


def http_retries_and_times_out(file: File) -> Iterator[Violation]:
    """A client has a timeout of its own, and whoever makes one retries through tenacity."""
    clients = [call for call, name in file.calls() if name == "httpx.AsyncClient"] if file.is_source else []
    for call in clients:
        if keyword(call, "timeout") is None:
            yield file.at(call, "httpx.AsyncClient without a timeout")
    if clients and not any(name.split(".")[0] == "tenacity" for _, name in file.imports):
        yield file.at(clients[0], "httpx without tenacity")


def log_context_is_bound(file: File) -> Iterator[Violation]:
    """The text of a log line is a constant; in the backend, a line with values says through bind() what it is about."""
    for call, _ in file.calls() if file.is_source else ():
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in _LOG_CALLS):
            continue
        root, bound = _logger(file, call.func)
        if root and not (call.args and isinstance(call.args[0], ast.Constant)):
            yield file.at(call, "the text of a log line is not a constant")
        elif root and (len(call.args) > 1 or call.keywords) and not bound and file.room == "backend":
            yield file.at(call, "a log line with values and without bind()")


def _logger(file: File, node: ast.expr) -> tuple[bool, bool]:
    """Whether a chain of calls begins at loguru's logger, or at one kept as `log`; and whether it is bound."""
    bound = False
    while isinstance(node, ast.Attribute | ast.Call):
        bound = bound or (isinstance(node, ast.Attribute) and node.attr in {"bind", "contextualize", "log", "_log"})
        node = node.value if isinstance(node, ast.Attribute) else node.func
    if isinstance(node, ast.Name) and node.id in {"log", "_log", "self"}:
        return node.id != "self" or bound, True
    return file.dotted(node) == "loguru.logger", bound


def tests_leave_our_code_alone(file: File) -> Iterator[Violation]:
    """Tests drive the product through its own doors: nothing of ours is patched or mocked."""
    if file.is_source:
        return
    for node, name in file.imports:
        if name.startswith("unittest.mock"):
            yield file.at(node, "unittest.mock: hand in a stand-in instead")
    for call, name in file.calls():
        if name.endswith("monkeypatch.setattr") and call.args:
            target = call.args[0]
            text = target.value if isinstance(target, ast.Constant) else file.dotted(target)
            if str(text).split(".")[0] == "brim":
                yield file.at(call, "patches our own code")
