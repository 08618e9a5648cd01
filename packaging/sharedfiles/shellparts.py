"""What is added to the scripts of shtab, in the language of each shell. This module must not know the arguments."""

from __future__ import annotations

_MADE_BY = (
    "Made by shtab (https://github.com/tqdm/shtab) from Brim's argument parser; `make shared-files` makes it again."
)

HEADERS = {
    "bash": f"""\
# Completions of brim for bash: ~/.local/share/bash-completion/completions/brim, or this line in ~/.bashrc:
#     eval "$(brim completions bash)"
# {_MADE_BY}""",
    "zsh": f"""\
# Completions of brim for zsh: a file named _brim in a folder of fpath, or this line in ~/.zshrc, below compinit:
#     eval "$(brim completions zsh)"
# {_MADE_BY}""",
    "fish": f"""\
# Completions of brim for fish: ~/.config/fish/completions/brim.fish, or this line in ~/.config/fish/config.fish:
#     brim completions fish | source
# {_MADE_BY}""",
    "powershell": f"""\
# Completions of brim for PowerShell. Use them with this line in the file that $PROFILE names:
#     brim completions powershell | Out-String | Invoke-Expression
# This script has been read through, but it has never been run: no PowerShell was there to test it.
# {_MADE_BY}""",
}
"""The first lines of each script, below what zsh needs there."""

FILES = {
    "bash": "_brim_file_names",
    "zsh": "_files",
    "fish": "(__fish_complete_path (commandline -ct))",
    "powershell": "_brim_shtab_powershell_compgen_files",
    "preamble": {
        "bash": """\
# The word as a person means it, without backslashes and an open quote
_brim_meant() {
  local word=$1
  case $word in
    [\\'\\"]*) word=${word:1} ;;
    *) word=${word//\\\\/} ;;
  esac
  printf '%s' "$word"
}

_brim_file_names() {
  compgen -f -- "$(_brim_meant "$1")"
}"""
    },
}
"""Any file."""

FOLDERS = {
    "bash": "_brim_dir_names",
    "zsh": "_files -/",
    "fish": "(__fish_complete_directories (commandline -ct))",
    "powershell": "_brim_shtab_powershell_compgen_dirs",
    "preamble": {
        "bash": """\
_brim_dir_names() {
  compgen -d -- "$(_brim_meant "$1")"
}"""
    },
}
"""Any folder."""

PICTURES = {
    "bash": "_brim_file_names_png",
    "zsh": "_files -g '*.png'",
    "fish": "(__fish_complete_suffix .png)",
    "powershell": "_brim_shtab_powershell_compgen_files",
    "preamble": {
        "bash": """\
_brim_file_names_png() {
  compgen -f -X '!*.png' -- "$(_brim_meant "$1")"
  compgen -d -- "$(_brim_meant "$1")"
}"""
    },
}
"""PNG files, and the folders on the way to them."""

SPLIT_WORDS = """\
# bash cuts words at = and : before it asks. An option and its value are two words here, anything else is one.
_brim() {
  local -a words=()
  local last=-1 joins='' piece i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]}
    if [[ $piece == = && $last -ge 1 && ${words[last]} == --* ]]; then
      words[++last]=''
      joins=yes
    elif [[ $piece == [:=]* && $last -ge 1 ]]; then
      words[last]+=$piece
      joins=yes
    elif [[ -n $joins && $piece != --* ]]; then
      words[last]+=$piece
      joins=''
    else
      words[++last]=$piece
      joins=''
    fi
  done
  local -a COMP_WORDS=("${words[@]}")
  local COMP_CWORD=$last typed=${words[last]}
  _shtab_brim
  if [[ $COMP_WORDBREAKS == *:* && $typed == *:* ]]; then
    local before=${typed%"${typed##*:}"}
    for i in "${!COMPREPLY[@]}"; do
      COMPREPLY[i]=${COMPREPLY[i]#"$before"}
    done
  fi
}

complete -F _brim brim"""
"""The end of the script for bash, in place of shtab's."""

QUOTED_TEXT = """\
        $(if ($c.Text -match "[\\s']") { "'" + $c.Text.Replace("'", "''") + "'" } else { $c.Text }),"""
"""In the script for PowerShell, what takes the place of the typed word."""
