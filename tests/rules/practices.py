"""Rules about errors, text for users, blocking calls, HTTP, logging, and what tests may not do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.rules.syntax import Exemption, keyword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

BROAD_EXCEPTS = (
    Exemption("src/brim/backend/polling/poller.py", "the loop continues after any failure of one attempt"),
    Exemption("src/brim/cli/statusline/command.py", "the line of the status line is printed whatever fails before it"),
    Exemption("src/brim/backendthread.py", "the entry of the backend thread: it must not end without a message"),
    Exemption("src/brim/tray/desktop/notification.py", "a notification that cannot be shown must not end the tray"),
)
"""The places where every exception may be caught, once in each file."""

_BLOCKING_METHODS = {
    *("read_text", "write_text", "read_bytes", "write_bytes", "iterdir", "mkdir", "rmdir", "unlink", "touch", "stat"),
    *("exists", "is_file", "is_dir", "chmod", "rename", "resolve", "glob", "rglob"),
}
_BLOCKING_CALLS = {
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
OWN_ENVIRONMENTS = (
    Exemption(
        "src/brim/cli/statusline/chain.py", "the user's own status line gets what Claude Code would have handed to it"
    ),
)
"""The places where a program is started with the environment as it is."""
_STARTS = {
    *("subprocess.Popen", "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output"),
    *("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"),
}
_LOOP_STARTS = {"subprocess_exec", "subprocess_shell"}
ZONE_READERS = (
    Exemption("src/brim/localzone.py", "the one place"),
    Exemption("src/brim/words/epochtimes.py", "runs for a moment, and importing datetime takes longer"),
)
FOLDER_ENTRIES = (
    Exemption("src/brim/backend/providers/claude/activity.py", "asks the entries of a folder, and expects OSError"),
    Exemption("src/brim/backend/providers/codex/sessions.py", "the same"),
    Exemption("src/brim/backend/costs/transcriptfiles.py", "the same"),
    Exemption("src/brim/backend/watching/**", "asks the entries of a folder, and expects OSError"),
)
_PATH_QUESTIONS = {"exists", "is_file", "is_dir", "is_symlink", "is_socket", "is_fifo", "resolve", "glob", "rglob"}
_LOG_CALLS = {"trace", "debug", "info", "success", "warning", "error", "critical", "exception"}


_PROSE = re.compile(r"[^\W\d_]{2,} [^\W\d_]")
_TEXT_CALLS = {
    *(
        "brim.model.account.Problem",
        "brim.model.alert.Alert",
        "brim.tray.menu.row.MenuRow",
        "brim.cli.doctor.facts.ReportLine",
    ),
    *("print", "input", "ValueError", "argparse.ArgumentTypeError"),
}
"""Calls whose arguments are shown to the user, besides Brim's own errors."""
_HELP_KEYWORDS = {"help", "description", "epilog"}
_ARGPARSE_METHODS = ("ArgumentParser", "add_argument", "add_parser", "add_subparsers", "add_argument_group")


def user_text_is_in_words(file: File) -> Iterator[Violation]:
    """Text for users is in `src/brim/words`: errors, menu rows, lines of `brim doctor`, output and help."""
    if not file.is_source or file.package == "words" or _of_provider(file):
        return
    text_makers = {node.name for node in file.classes if node.name.endswith("Error")}
    for node in file.nodes:  # a function that returns one of them counts, too
        if isinstance(node, ast.FunctionDef) and node.returns is not None and file.dotted(node.returns) in _TEXT_CALLS:
            text_makers.add(node.name)
    for call, name in file.calls():
        if _has_literal_text(_text_arguments(call, name, text_makers)):
            yield file.violation(call, "holds text for the user; put the text into src/brim/words")


def _of_provider(file: File) -> bool:
    """Whether a file holds the texts about one provider, in the provider's own folder."""
    return file.path.match("src/brim/backend/providers/*/*words.py")


def _text_arguments(call: ast.Call, name: str, text_makers: set[str]) -> list[ast.expr]:
    """The arguments of a call that the user reads."""
    if name in _TEXT_CALLS or name in text_makers or (name.startswith("brim.") and name.endswith("Error")):
        return [*call.args, *(entry.value for entry in call.keywords)]
    helps = name.rpartition(".")[2] in _ARGPARSE_METHODS
    return [entry.value for entry in call.keywords if helps and entry.arg in _HELP_KEYWORDS]


def _has_literal_text(values: list[ast.expr]) -> bool:
    return any(_PROSE.search(_literal_text(node)) for value in values for node in ast.walk(value))


def _literal_text(node: ast.AST) -> str:
    """The text of a string; of an f-string, the text around its values."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(" ".join(map(_literal_text, node.values)).split())
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def broad_except_is_listed(file: File) -> Iterator[Violation]:
    """Every exception is caught in the listed places only, once in each; elsewhere only to raise it again."""
    allowed = any(exemption.covers(file) for exemption in BROAD_EXCEPTS)
    broad = [node for node in file.nodes if _is_broad(file, node)]
    for node in broad[1:] if allowed else broad:
        yield file.violation(node, "catches everything; that is allowed in the files of BROAD_EXCEPTS only")


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
    """A coroutine hands files, processes and name resolution to a thread."""
    for function in file.nodes if file.is_source else ():
        if isinstance(function, ast.AsyncFunctionDef):
            yield from (
                file.violation(call, f"{function.name} blocks its loop; use asyncio.to_thread()")
                for call in _own_calls(function)
                if _blocks(file, call)
            )


def _own_calls(function: ast.AsyncFunctionDef) -> Iterator[ast.Call]:
    """The calls that the coroutine makes itself: not awaited ones, and none inside a function that it defines."""
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            pending += [node.value.func, *node.value.args, *(entry.value for entry in node.value.keywords)]
            continue
        if isinstance(node, ast.Call):
            yield node
        pending += ast.iter_child_nodes(node)


def _blocks(file: File, call: ast.Call) -> bool:
    name = file.dotted(call.func)
    if name in _BLOCKING_CALLS or any(name.startswith(prefix) for prefix in _BLOCKING_CALLS if prefix.endswith(".")):
        return True
    return isinstance(call.func, ast.Attribute) and call.func.attr in _BLOCKING_METHODS


def children_get_a_clean_environment(file: File) -> Iterator[Violation]:
    """Every program is started with an environment that was made for it, which holds no secret of Brim."""
    if not file.is_source or any(exemption.covers(file) for exemption in OWN_ENVIRONMENTS):
        return
    for call, name in file.calls():
        starts = name in _STARTS or (isinstance(call.func, ast.Attribute) and call.func.attr in _LOOP_STARTS)
        if starts and keyword(call, "env") is None:
            yield file.violation(call, "starts a program without env=child_environment()")
        if name.startswith(("webbrowser.", "os.spawn", "os.startfile", "os.system", "os.posix_spawn", "os.exec")):
            yield file.violation(call, "starts a program that inherits the whole environment")


def local_times_are_made_in_one_place(file: File) -> Iterator[Violation]:
    """The zone of the machine may change while Brim runs: brim.localzone alone asks for it."""
    if not file.is_source or any(exemption.covers(file) for exemption in ZONE_READERS):
        return
    for call, name in file.calls():
        converts = isinstance(call.func, ast.Attribute) and call.func.attr == "astimezone"
        if converts and not (call.args and file.dotted(call.args[0]) == "datetime.UTC"):
            yield file.violation(call, "astimezone() to another zone than UTC; use brim.localzone.local_time()")
        if name in {"time.localtime", "time.tzset"}:
            yield file.violation(call, f"{name}() outside brim.localzone")


def paths_are_asked_safely(file: File) -> Iterator[Violation]:
    """What is at a path is asked where that never raises: a name may be too long, a folder closed, links go around."""
    if not file.is_source or any(exemption.covers(file) for exemption in FOLDER_ENTRIES):
        return
    for call, _ in file.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in _PATH_QUESTIONS:
            yield file.violation(call, f"{call.func.attr}() may raise; use brim.privatefiles, or os.path.realpath()")


def http_retries_and_times_out(file: File) -> Iterator[Violation]:
    """A client has a timeout of its own, and a module that makes a client retries through tenacity."""
    clients = [call for call, name in file.calls() if name == "httpx.AsyncClient"] if file.is_source else []
    for call in clients:
        if keyword(call, "timeout") is None:
            yield file.violation(call, "httpx.AsyncClient without a timeout")
    if clients and not any(name.split(".")[0] == "tenacity" for _, name in file.imports):
        yield file.violation(clients[0], "httpx without tenacity")


def log_context_is_bound(file: File) -> Iterator[Violation]:
    """The text of a log line is a constant; in the backend, a line with values names its subject through bind()."""
    for call, _ in file.calls() if file.is_source else ():
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in _LOG_CALLS):
            continue
        root, bound = _logger(file, call.func)
        if root and not (call.args and isinstance(call.args[0], ast.Constant)):
            yield file.violation(call, "the text of a log line is not a constant")
        elif root and (len(call.args) > 1 or call.keywords) and not bound and file.package == "backend":
            yield file.violation(call, "a log line with values and without bind()")


def _logger(file: File, node: ast.expr) -> tuple[bool, bool]:
    """Whether a chain of calls begins at loguru's logger, or at one stored as `log`; and whether it is bound."""
    bound = False
    while isinstance(node, ast.Attribute | ast.Call):
        bound = bound or (isinstance(node, ast.Attribute) and node.attr in {"bind", "contextualize", "log", "_log"})
        node = node.value if isinstance(node, ast.Attribute) else node.func
    if isinstance(node, ast.Name) and node.id in {"log", "_log", "self"}:
        return node.id != "self" or bound, True
    return file.dotted(node) == "loguru.logger", bound


def tests_do_not_patch_brim(file: File) -> Iterator[Violation]:
    """Tests use the interfaces of the product: nothing of Brim is patched or mocked."""
    if file.is_source:
        return
    for node, name in file.imports:
        if name.startswith("unittest.mock"):
            yield file.violation(node, "unittest.mock: pass a fake object instead")
    for call, name in file.calls():
        if name.endswith("monkeypatch.setattr") and call.args:
            target = call.args[0]
            text = target.value if isinstance(target, ast.Constant) else file.dotted(target)
            if str(text).split(".")[0] == "brim":
                yield file.violation(call, "patches code of Brim")
