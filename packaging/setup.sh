#!/bin/sh
# Makes .venv ready to run and test Brim: finds or brings uv and a Python, then installs exactly what uv.lock says.
# `make` calls it when .venv/.ready is older than what it was made from. Everything it brings stays inside this folder.
set -u
cd "$(dirname "$0")/.." || exit 1
here=$(pwd -P)
tools=$here/.tools
log=$tools/setup.log
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE VIRTUAL_ENV

fail() {
    printf 'brim: %s\n' "$*" >&2
    exit 1
}

# What a Python must be: a released CPython 3.12 or later with the modules that distributions leave out at times.
# Printed is the interpreter itself, not a shim or another project's environment in front of it.
suits='
import sys
import sqlite3, ssl, sysconfig
good = sys.implementation.name == "cpython" and sys.version_info >= (3, 12) and sys.version_info.releaselevel == "final"
if not good or sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)
'

try() { # file, code: what the Python in the file prints when it runs the code
    [ -f "$1" ] && [ -x "$1" ] || return 1
    # Without Apple's command line tools this file opens a window instead of running.
    [ "$1" = /usr/bin/python3 ] && [ "$(uname)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1 && return 1
    "$1" -I -c "$2" </dev/null 2>/dev/null
}

on_path() { # names: every file of these names on PATH, the first name first
    for name in "$@"; do
        old_ifs=$IFS
        IFS=:
        for folder in $PATH; do
            [ -x "$folder/$name" ] && printf '%s\n' "$folder/$name"
        done
        IFS=$old_ifs
    done
}

off_path() { # where pyenv, uv, asdf, mise, Homebrew, python.org and conda keep their Pythons
    account=$(eval "printf '%s' ~$(id -un 2>/dev/null)" 2>/dev/null) # HOME may be another folder
    for home in "${HOME:-}" "$account"; do
        [ -n "$home" ] || continue
        ls -d "${PYENV_ROOT:-$home/.pyenv}"/versions/*/bin/python3 \
            "$home"/.pyenv/versions/*/bin/python3 \
            "${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-$home/.local/share}/uv/python}"/*/bin/python3 \
            "$home"/.local/share/mise/installs/python/*/bin/python3 \
            "$home"/.asdf/installs/python/*/bin/python3 \
            "$home"/*conda3/bin/python3 "$home"/miniforge3/bin/python3
    done 2>/dev/null
    ls -d "$tools"/pythons/*/bin/python3 /opt/homebrew/bin/python3*[0-9] /usr/local/bin/python3*[0-9] \
        /opt/homebrew/opt/python@3*/bin/python3*[0-9] /usr/local/opt/python@3*/bin/python3*[0-9] \
        /Library/Frameworks/Python.framework/Versions/*/bin/python3 \
        /usr/bin/python3*[0-9] /opt/*/bin/python3 /opt/python/*/bin/python3 2>/dev/null
}

candidates() {
    cat "$tools/python" 2>/dev/null
    [ -n "${UV_PYTHON:-}" ] && printf '%s\n' "$UV_PYTHON"
    on_path python3.14 python3.13 python3.12 python3 python
    off_path
}

find_python() { # prints the first Python that suits
    candidates | while IFS= read -r file; do
        found=$(try "$file" "$suits") && [ -x "$found" ] && printf '%s\n' "$found" && break
    done
}

at_least() { # have, need: dotted numbers
    printf '%s %s\n' "$1" "$2" | awk '{
        split($1, have, "."); split($2, need, ".")
        for (i = 1; i <= 3; i++) if (have[i] + 0 != need[i] + 0) exit (have[i] + 0 < need[i] + 0)
    }'
}

# The one place that says which uv is old enough to be too old; uv reads it there too.
uv_needed=$(sed -n 's/^required-version = ">=\([0-9.]*\)".*/\1/p' pyproject.toml)

find_uv() { # prints the first uv that runs and is new enough
    { on_path uv; ls -d "$tools/uv/bin/uv" "${HOME:-/nonexistent}/.local/bin/uv" "${HOME:-/nonexistent}/.cargo/bin/uv" 2>/dev/null; } |
        while IFS= read -r file; do
            version=$(cd / && "$file" --version 2>/dev/null </dev/null) || continue
            version=${version#uv }
            at_least "${version%% *}" "$uv_needed" && printf '%s\n' "$file" && break
        done
}

bring_uv() { # "$python" may be empty: uv itself is content with an older one
    ran=
    { [ -n "$python" ] && printf '%s\n' "$python"; on_path python3 python; printf '%s\n' /usr/bin/python3; } >"$tools/bootstrap"
    while IFS= read -r file; do
        try "$file" 'import sys; sys.exit(sys.version_info < (3, 8))' || continue
        ran=yes
        rm -rf "$tools/uv"
        "$file" -m venv "$tools/uv" >"$log" 2>&1 </dev/null || continue
        rm -f "$tools/bootstrap"
        "$tools/uv/bin/python" -m pip install --quiet --disable-pip-version-check "uv>=$uv_needed" >"$log" 2>&1 </dev/null ||
            fail "uv could not be installed ($(reason)). Check the connection, or install uv yourself; all of it: .tools/setup.log"
        return
    done <"$tools/bootstrap"
    rm -rf "$tools/bootstrap" "$tools/uv"
    [ -z "$ran" ] && fail "no Python was found. Install Python 3.12 or later (Debian, Ubuntu: sudo apt install python3 python3-venv), then try again."
    fail "python3 cannot make a virtual environment. Install its venv module (Debian, Ubuntu: sudo apt install python3-venv), then try again."
}

reason() { # the line of the log that says most
    sed -n 's/^ *\(ERROR\|error\|Caused by\|cause\): *//p' "$log" | tail -n 1 | cut -c1-200
}

run_uv() {
    "$uv" "$@" --no-progress --color never >"$log" 2>&1 </dev/null
}

bring_python() {
    printf 'Python 3.12 or later is not here; downloading one into .tools (once)...\n'
    UV_PYTHON_INSTALL_DIR=$tools/pythons run_uv python install --no-bin --managed-python 3.13
    python=$(find_python)
    [ -n "$python" ] || fail "no Python 3.12 or later was found, and none could be downloaded ($(reason)). Install one (Debian 13, Ubuntu 24.04: sudo apt install python3; macOS: brew install python@3.13), then try again."
}

mkdir -p "$tools" 2>/dev/null || fail "this folder cannot be written: $here"
printf 'Setting up (once)...\n'
python=$(find_python)
uv=$(find_uv)
if [ -z "$uv" ]; then
    bring_uv
    uv=$tools/uv/bin/uv
fi
[ -n "$python" ] || bring_python
printf '%s\n' "$python" >"$tools/python"
printf '%s\n' "$uv" >"$tools/uv-path"

if ! UV_PROJECT_ENVIRONMENT=$here/.venv UV_PYTHON_DOWNLOADS=never \
    run_uv sync --locked --compile-bytecode --python "$python"; then
    grep -q -e 'needs to be updated' "$log" && fail "uv.lock does not fit pyproject.toml. Run: $uv lock"
    fail "the packages could not be installed ($(reason)). All of it: .tools/setup.log"
fi
.venv/bin/python -m compileall -q src/brim || fail "src/brim does not compile."
printf '%s\n' "$here" >.venv/.ready
