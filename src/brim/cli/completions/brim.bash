# Completions of brim for bash: ~/.local/share/bash-completion/completions/brim, or this line in ~/.bashrc:
#     eval "$(brim completions bash)"
# Made by shtab (https://github.com/tqdm/shtab) from Brim's argument parser; `make shared-files` makes it again.

_shtab_brim_history_subparsers=(export import)
_shtab_brim_alerts_subparsers=(test log)
_shtab_brim_subparsers=(status usage details forecast gate metrics history alerts doctor config autostart icons statusline demo completions help)

_shtab_brim_status_option_strings=(-h --help --json --refresh --ask-program --ask-claude --all --format --template --follow --account)
_shtab_brim_usage_option_strings=(-h --help --since --until --by --points --provider --account --json --csv)
_shtab_brim_details_option_strings=(-h --help --no-open --html --stdin)
_shtab_brim_forecast_option_strings=(-h --help --json --stdin)
_shtab_brim_gate_option_strings=(-h --help --limit --max --pace --max-age --account -q --quiet)
_shtab_brim_metrics_option_strings=(-h --help --send --example)
_shtab_brim_history_export_option_strings=(-h --help)
_shtab_brim_history_import_option_strings=(-h --help)
_shtab_brim_history_option_strings=(-h --help --since --window --account --json --csv)
_shtab_brim_alerts_test_option_strings=(-h --help --hooks)
_shtab_brim_alerts_log_option_strings=(-h --help --last --json)
_shtab_brim_alerts_option_strings=(-h --help --json)
_shtab_brim_doctor_option_strings=(-h --help --json)
_shtab_brim_config_option_strings=(-h --help --json)
_shtab_brim_autostart_option_strings=(-h --help --json)
_shtab_brim_icons_option_strings=(-h --help --out --style --percent --state --size --scheme)
_shtab_brim_statusline_option_strings=(-h --help --then --format --state-dir --settings --yes)
_shtab_brim_demo_option_strings=(-h --help --several)
_shtab_brim_completions_option_strings=(-h --help)
_shtab_brim_help_option_strings=(-h --help)
_shtab_brim_option_strings=(-h --help --version --debug --demo-if-no-login)

_shtab_brim_details___html_COMPGEN=_brim_file_names
_shtab_brim_history_export_pos_0_COMPGEN=_brim_file_names
_shtab_brim_history_import_pos_0_COMPGEN=_brim_file_names
_shtab_brim_icons___out_COMPGEN=_brim_file_names_png
_shtab_brim_statusline___state_dir_COMPGEN=_brim_dir_names
_shtab_brim_statusline___settings_COMPGEN=_brim_file_names

_shtab_brim_status___format_choices=(plain waybar i3blocks i3status-rs polybar tmux genmon xbar sketchybar argos)
_shtab_brim_usage___since_choices=(today yesterday 24h 7d 30d all)
_shtab_brim_usage___until_choices=(today yesterday 24h 7d 30d all)
_shtab_brim_usage___by_choices=(day week month model project provider session window)
_shtab_brim_gate___limit_choices=(pressing session week weekly_all weekly_scoped:opus weekly_scoped:sonnet weekly_scoped:fable weekly_scoped:haiku daily monthly)
_shtab_brim_gate___max_age_choices=(15m 1h 6h)
_shtab_brim_metrics___example_choices=(alerts collector grafana prometheus victoriametrics)
_shtab_brim_history_pos_0_choices=(export import)
_shtab_brim_history___since_choices=(today yesterday 24h 7d 30d all)
_shtab_brim_history___window_choices=(session weekly_all weekly_scoped:opus weekly_scoped:sonnet weekly_scoped:fable weekly_scoped:haiku daily monthly)
_shtab_brim_alerts_test_pos_0_choices=(limit pace reset spend cost login lost back)
_shtab_brim_alerts_pos_0_choices=(test log)
_shtab_brim_autostart_pos_0_choices=(on off)
_shtab_brim_icons___style_choices=(number digits bars ring battery)
_shtab_brim_icons___state_choices=(calm watch warn critical exhausted paying unconfirmed stale blocked offline signed_out demo)
_shtab_brim_icons___scheme_choices=(dark light)
_shtab_brim_statusline_pos_0_choices=(install uninstall)
_shtab_brim_completions_pos_0_choices=(bash zsh fish powershell)
_shtab_brim_help_pos_0_choices=(accounts alerts autostart bars completions config demo desktops details doctor environment files forecast gate help history homeassistant hooks icon icons metrics network phones privacy settings status statusline usage)
_shtab_brim_pos_0_choices=(status usage details forecast gate metrics history alerts doctor config autostart icons statusline demo completions help)

_shtab_brim_status__h_nargs=0
_shtab_brim_status___help_nargs=0
_shtab_brim_status___json_nargs=0
_shtab_brim_status___refresh_nargs=0
_shtab_brim_status___ask_program_nargs=0
_shtab_brim_status___ask_claude_nargs=0
_shtab_brim_status___all_nargs=0
_shtab_brim_status___follow_nargs=0
_shtab_brim_usage__h_nargs=0
_shtab_brim_usage___help_nargs=0
_shtab_brim_usage___points_nargs=0
_shtab_brim_usage___json_nargs=0
_shtab_brim_usage___csv_nargs=0
_shtab_brim_details__h_nargs=0
_shtab_brim_details___help_nargs=0
_shtab_brim_details___no_open_nargs=0
_shtab_brim_details___stdin_nargs=0
_shtab_brim_forecast__h_nargs=0
_shtab_brim_forecast___help_nargs=0
_shtab_brim_forecast___json_nargs=0
_shtab_brim_forecast___stdin_nargs=0
_shtab_brim_gate__h_nargs=0
_shtab_brim_gate___help_nargs=0
_shtab_brim_gate___pace_nargs=0
_shtab_brim_gate__q_nargs=0
_shtab_brim_gate___quiet_nargs=0
_shtab_brim_metrics__h_nargs=0
_shtab_brim_metrics___help_nargs=0
_shtab_brim_metrics___send_nargs=0
_shtab_brim_history_export__h_nargs=0
_shtab_brim_history_export___help_nargs=0
_shtab_brim_history_import__h_nargs=0
_shtab_brim_history_import___help_nargs=0
_shtab_brim_history_pos_0_nargs=A...
_shtab_brim_history__h_nargs=0
_shtab_brim_history___help_nargs=0
_shtab_brim_history___json_nargs=0
_shtab_brim_history___csv_nargs=0
_shtab_brim_alerts_test__h_nargs=0
_shtab_brim_alerts_test___help_nargs=0
_shtab_brim_alerts_test___hooks_nargs=0
_shtab_brim_alerts_log__h_nargs=0
_shtab_brim_alerts_log___help_nargs=0
_shtab_brim_alerts_log___json_nargs=0
_shtab_brim_alerts_pos_0_nargs=A...
_shtab_brim_alerts__h_nargs=0
_shtab_brim_alerts___help_nargs=0
_shtab_brim_alerts___json_nargs=0
_shtab_brim_doctor__h_nargs=0
_shtab_brim_doctor___help_nargs=0
_shtab_brim_doctor___json_nargs=0
_shtab_brim_config__h_nargs=0
_shtab_brim_config___help_nargs=0
_shtab_brim_config___json_nargs=0
_shtab_brim_autostart__h_nargs=0
_shtab_brim_autostart___help_nargs=0
_shtab_brim_autostart___json_nargs=0
_shtab_brim_icons__h_nargs=0
_shtab_brim_icons___help_nargs=0
_shtab_brim_statusline__h_nargs=0
_shtab_brim_statusline___help_nargs=0
_shtab_brim_statusline___yes_nargs=0
_shtab_brim_demo__h_nargs=0
_shtab_brim_demo___help_nargs=0
_shtab_brim_demo___several_nargs=0
_shtab_brim_completions__h_nargs=0
_shtab_brim_completions___help_nargs=0
_shtab_brim_help__h_nargs=0
_shtab_brim_help___help_nargs=0
_shtab_brim_pos_0_nargs=A...
_shtab_brim__h_nargs=0
_shtab_brim___help_nargs=0
_shtab_brim___version_nargs=0
_shtab_brim___debug_nargs=0
_shtab_brim___demo_if_no_login_nargs=0


# Custom Preamble
# The word as a person means it, without backslashes and an open quote
_brim_meant() {
  local word=$1
  case $word in
    [\'\"]*) word=${word:1} ;;
    *) word=${word//\\/} ;;
  esac
  printf '%s' "$word"
}

_brim_file_names() {
  compgen -f -- "$(_brim_meant "$1")"
}
_brim_file_names_png() {
  compgen -f -X '!*.png' -- "$(_brim_meant "$1")"
  compgen -d -- "$(_brim_meant "$1")"
}
_brim_dir_names() {
  compgen -d -- "$(_brim_meant "$1")"
}
# End Custom Preamble

# $1=COMP_WORDS[1]
_brim_shtab_compgen_files() {
  compgen -f -- $1  # files
}

# $1=COMP_WORDS[1]
_brim_shtab_compgen_dirs() {
  compgen -d -- $1  # recurse into subdirs
}

# $1=COMP_WORDS[1]
_brim_shtab_replace_nonword() {
  echo "${1//[^[:word:]]/_}"
}

# set default values (called for the initial parser & any subparsers)
_brim_set_parser_defaults() {
  local subparsers_var="${prefix}_subparsers[@]"
  sub_parsers=${!subparsers_var-}

  local current_option_strings_var="${prefix}_option_strings[@]"
  current_option_strings=${!current_option_strings_var}

  completed_positional_actions=0

  _brim_set_new_action "pos_$completed_positional_actions" true
}

# $1=action identifier
# $2=positional action (bool)
# set all identifiers for an action's parameters
_brim_set_new_action() {
  current_action="${prefix}_$(_brim_shtab_replace_nonword $1)"

  local current_action_compgen_var=${current_action}_COMPGEN
  current_action_compgen="${!current_action_compgen_var-}"

  local current_action_choices_var="${current_action}_choices[@]"
  current_action_choices="${!current_action_choices_var-}"

  local current_action_nargs_var="${current_action}_nargs"
  if [ -n "${!current_action_nargs_var-}" ]; then
    current_action_nargs="${!current_action_nargs_var}"
  else
    current_action_nargs=1
  fi

  current_action_args_start_index=$(( $word_index + 1 - $pos_only ))

  current_action_is_positional=$2
}

# Notes:
# `COMPREPLY`: what will be rendered after completion is triggered
# `completing_word`: currently typed word to generate completions for
# `${!var}`: evaluates the content of `var` and expand its content as a variable
#     hello="world"
#     x="hello"
#     ${!x} -> ${hello} -> "world"
_shtab_brim() {
  local completing_word="${COMP_WORDS[COMP_CWORD]}"
  local previous_word="${COMP_WORDS[COMP_CWORD-1]}"
  local completed_positional_actions
  local current_action
  local current_action_args_start_index
  local current_action_choices
  local current_action_compgen
  local current_action_is_positional
  local current_action_nargs
  local current_option_strings
  local sub_parsers
  COMPREPLY=()

  local prefix=_shtab_brim
  local word_index=0
  local pos_only=0 # "--" delimiter not encountered yet
  _brim_set_parser_defaults
  word_index=1

  # determine what arguments are appropriate for the current state
  # of the arg parser
  while [ $word_index -ne $COMP_CWORD ]; do
    local this_word="${COMP_WORDS[$word_index]}"

    if [[ $pos_only = 1 || " $this_word " != " -- " ]]; then
      if [[ -n $sub_parsers && " ${sub_parsers[@]} " == *" $this_word "* ]]; then
        # valid subcommand: add it to the prefix & reset the current action
        prefix="${prefix}_$(_brim_shtab_replace_nonword $this_word)"
        _brim_set_parser_defaults
      fi

      if [[ " ${current_option_strings[@]} " == *" $this_word "* ]]; then
        # a new action should be acquired (due to recognised option string or
        # no more input expected from current action);
        # the next positional action can fill in here
        _brim_set_new_action $this_word false
      fi

      if [[ "$current_action_nargs" != "*" ]] && \
         [[ "$current_action_nargs" != "+" ]] && \
         [[ "$current_action_nargs" != "?" ]] && \
         [[ "$current_action_nargs" != *"..." ]] && \
         (( $word_index + 1 - $current_action_args_start_index - $pos_only >= \
            $current_action_nargs )); then
        $current_action_is_positional && let "completed_positional_actions += 1"
        _brim_set_new_action "pos_$completed_positional_actions" true
      fi
    else
      pos_only=1 # "--" delimiter encountered
    fi

    let "word_index+=1"
  done

  # Generate the completions

  COMPREPLY=()
  if [[ $pos_only = 0 && "$completing_word" == -* &&
        ( -z "$current_action_compgen" || "$current_action_is_positional" = true ) ]]; then
    # optional argument started: use option strings
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_option_strings[*]}" -- "$completing_word")
  elif [[ "$previous_word" =~ ^[0-9\&]*[\<\>]\>?$ ]]; then
    # handle redirection operators
    compopt -o filenames 2>/dev/null || : # bash>=4
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$completing_word")
  else
    # use choices & compgen
    local action_compgen_word="$completing_word"
    # handle tab-completing in the middle of a line (#248 <- #116)
    [[ -n "$current_action_compgen" && "$completing_word" == -* ]] && action_compgen_word=""
    [ -n "$current_action_compgen" ] && {
      [[ "$current_action_compgen" =~ _(file|dir|glob|FILE|DIR|GLOB)|File|Dir|Glob ]] &&
        compopt -o filenames 2>/dev/null || : # bash>=4
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
        "$current_action_compgen" "$action_compgen_word")
    }
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_action_choices[*]}" -- "$completing_word")
  fi

  if [[ ${#COMPREPLY[@]} = 0 ]]; then
    # native fallback matches are not necessarily filenames (e.g. variables)
    compopt +o filenames 2>/dev/null || : # bash>=4
  fi

  return 0
}

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

complete -F _brim brim
