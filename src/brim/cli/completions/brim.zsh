#compdef brim
# Completions of brim for zsh: a file named _brim in a folder of fpath, or this line in ~/.zshrc, below compinit:
#     eval "$(brim completions zsh)"
# Made by shtab (https://github.com/tqdm/shtab) from Brim's argument parser; `make shared-files` makes it again.

_shtab_brim_commands() {
  local _commands=(
    alerts:'list the alert rules; test one; show the log'
    autostart:'start Brim at login, or not'
    completions:'print what makes your shell complete Brim'"'"'s commands'
    config:'show settings, their origin and where files are'
    demo:'try Brim with a sped-up demo account'
    details:'open a page with charts, tables and settings'
    doctor:'find out why something does not work'
    forecast:'show when each limit will run out'
    gate:'say to a script whether a limit has room'
    help:'explain a topic, such as icon or settings'
    history:'show the usage history; export and import it'
    icons:'draw the icon into a PNG file'
    metrics:'print metrics for Prometheus and other dashboards'
    status:'show the usage of your plan'
    statusline:'fill Claude Code'"'"'s status line, and get the limits from it'
    usage:'show tokens and list price by day, project or model'
  )
  _describe 'brim commands' _commands
}

_shtab_brim_alerts_commands() {
  local _commands=(
    log:'show why each notification was or was not sent'
    test:'show an example notification of a rule'
  )
  _describe 'brim alerts commands' _commands
}

_shtab_brim_history_commands() {
  local _commands=(
    export:'write the whole history to a file'
    import:'add the values of an exported file'
  )
  _describe 'brim history commands' _commands
}

_shtab_brim_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "(- : *)--version[show the version]"
  "--debug[log more, and show a traceback when something fails]"
  "--demo-if-no-login[show the demo account if no login is found]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_defaults_added=0

_shtab_brim_alerts_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON object]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_alerts_defaults_added=0

_shtab_brim_alerts_log_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--last=[how many entries, 0 for all\; without it, 20]:N:"
  "--json[print one JSON list]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_alerts_log_defaults_added=0

_shtab_brim_alerts_test_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--hooks[run the hooks of this rule instead, and print what came back]"
  ":one of limit, pace, reset, spend, cost, login, lost, back:(limit pace reset spend cost login lost back)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_alerts_test_defaults_added=0

_shtab_brim_autostart_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON object]"
  ":turn it on or off\; without it, Brim shows which it is:(on off)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_autostart_defaults_added=0

_shtab_brim_completions_options=(
  "(- : *)"{-h,--help}"[show this help]"
  ":one of bash, zsh, fish, powershell:(bash zsh fish powershell)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_completions_defaults_added=0

_shtab_brim_config_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON object]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_config_defaults_added=0

_shtab_brim_demo_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--several[show demo accounts of two providers]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_demo_defaults_added=0

_shtab_brim_details_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--no-open[print the address instead of opening a browser]"
  "--html=[write the page to one file, with its data inside]:FILE:_files"
  "--stdin[print a new address for each input line, until its end]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_details_defaults_added=0

_shtab_brim_doctor_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON object]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_doctor_defaults_added=0

_shtab_brim_forecast_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON list, with an object for each account]"
  "--stdin[answer questions about any window, one JSON object per line]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_forecast_defaults_added=0

_shtab_brim_gate_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--limit=[session, day, week, month, a model, an id, or pressing, the one at the highest level\; without it, every limit]:LIMIT:(pressing session week weekly_all weekly_scoped\:opus weekly_scoped\:sonnet weekly_scoped\:fable weekly_scoped\:haiku daily monthly)"
  "--max=[percent used from which it says no\; without it, 90]:PERCENT:"
  "--pace[say no, too, if the limit is expected to run out]"
  "--max-age=[how old usage may be\: 90s, 15m, 2h\; without it, until newer usage is long due]:TIME:(15m 1h 6h)"
  "--account=[one account only\: its name, its provider, or the beginning of its id]:NAME:"
  {-q,--quiet}"[print nothing, and only set the exit code]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_gate_defaults_added=0

_shtab_brim_help_options=(
  "(- : *)"{-h,--help}"[show this help]"
  ":a topic or a command\; without one, both are listed:(accounts alerts autostart bars completions config demo desktops details doctor environment files forecast gate help history homeassistant hooks icon icons metrics network phones privacy settings status statusline usage)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_help_defaults_added=0

_shtab_brim_history_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--since=[how far back\: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14\:00\; without it, 7d]:WHEN:(today yesterday 24h 7d 30d all)"
  "--window=[one limit only, such as session or weekly_all]:ID:(session weekly_all weekly_scoped\:opus weekly_scoped\:sonnet weekly_scoped\:fable weekly_scoped\:haiku daily monthly)"
  "--account=[one account only\: its name, its provider, or the beginning of its id]:NAME:"
  "--json[print every value, as one JSON object]"
  "--csv[print every value, as CSV for spreadsheets]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_history_defaults_added=0

_shtab_brim_history_export_options=(
  "(- : *)"{-h,--help}"[show this help]"
  ":the file to write, or - for standard output:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_history_export_defaults_added=0

_shtab_brim_history_import_options=(
  "(- : *)"{-h,--help}"[show this help]"
  ":the file to read, or - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_history_import_defaults_added=0

_shtab_brim_icons_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--out=[the file to write, ending in .png]:FILE.png:_files -g '*.png'"
  "--style=[one of number, digits, bars, ring, battery]:S:(number digits bars ring battery)"
  "--percent=[percent used, 0 to 100\: draws one icon]:N:"
  "--state=[draws one icon in this state\: calm, watch, warn, critical, exhausted, paying, unconfirmed, stale, blocked, offline, signed_out, demo]:STATE:(calm watch warn critical exhausted paying unconfirmed stale blocked offline signed_out demo)"
  "--size=[pixels on a side, 8 to 1024\; without it, 64 for one icon and all panel sizes for a sheet]:PX:"
  "--scheme=[for which panel\: dark or light\; without it, one icon has a halo that suits both]:dark|light:(dark light)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_icons_defaults_added=0

_shtab_brim_metrics_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--send[send them to metrics.otlp_endpoint instead, once, and print what it answered]"
  "--example=[print an example instead, for the program that reads metrics\: alerts, collector, grafana, prometheus, victoriametrics]:NAME:(alerts collector grafana prometheus victoriametrics)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_metrics_defaults_added=0

_shtab_brim_status_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--json[print one JSON object]"
  "--refresh[refresh now, unless the last update is less than 60 s old]"
  "--ask-program[get usage from the providers\' own programs, which also renew their logins]"
  "--ask-claude[the same, from the Claude CLI alone]"
  "--all[show every account, not only the one closest to its limit]"
  "--format=[print a line for a bar, and send no request\: plain, waybar, i3blocks, i3status-rs, polybar, tmux, genmon, xbar, sketchybar, argos]:NAME:(plain waybar i3blocks i3status-rs polybar tmux genmon xbar sketchybar argos)"
  "--template=[the line, with fields such as \{session.percent\}]:TEXT:"
  "--follow[stay, and print a line for each change]"
  "--account=[one account only\: its name, its provider, or the beginning of its id]:NAME:"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_status_defaults_added=0

_shtab_brim_statusline_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--then=[a shell command that prints the line instead]:COMMAND:"
  "--format=[the line, with placeholders]:TEXT:"
  "--state-dir=[the data folder to keep the limits in]:DIR:_files -/"
  "--settings=[for install\: a file other than Claude Code\'s settings.json]:FILE:_files"
  "--yes[for install\: do not ask]"
  ":install\: add it to Claude Code\'s settings\; uninstall\: remove it:(install uninstall)"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_statusline_defaults_added=0

_shtab_brim_usage_options=(
  "(- : *)"{-h,--help}"[show this help]"
  "--since=[how far back\: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14\:00\; without it, 7d]:WHEN:(today yesterday 24h 7d 30d all)"
  "--until=[where to end, in the same form\; a day counts whole]:WHEN:(today yesterday 24h 7d 30d all)"
  "--by=[one of day, week, month, model, project, provider, session, window]:GROUP:(day week month model project provider session window)"
  "--points[add what percentage of the limit each row used]"
  "--provider=[one provider only\: its name in settings]:NAME:"
  "--account=[one account only\: its name, or the beginning of its id]:NAME:"
  "--json[print one JSON object]"
  "--csv[print the rows as CSV for spreadsheets]"
)

# guard to ensure default positional specs are added only once per session
_shtab_brim_usage_defaults_added=0


_shtab_brim() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->brim'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_brim_defaults_added )); then
    if (( ${_shtab_brim_options[(I)${(q)one_or_more}*]} +          ${_shtab_brim_options[(I)${(q)remainder}*]} +          ${_shtab_brim_options[(I)${(q)default}]} == 0 )); then
      _shtab_brim_options+=(': :_shtab_brim_commands' '*::: :->brim')
    fi
    _shtab_brim_defaults_added=1
  fi
  _arguments -C -s $_shtab_brim_options

  case $state in
    brim)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_brim-$line[1]:"
      case $line[1] in
        alerts) _shtab_brim_alerts ;;
        autostart) _arguments -C -s $_shtab_brim_autostart_options ;;
        completions) _arguments -C -s $_shtab_brim_completions_options ;;
        config) _arguments -C -s $_shtab_brim_config_options ;;
        demo) _arguments -C -s $_shtab_brim_demo_options ;;
        details) _arguments -C -s $_shtab_brim_details_options ;;
        doctor) _arguments -C -s $_shtab_brim_doctor_options ;;
        forecast) _arguments -C -s $_shtab_brim_forecast_options ;;
        gate) _arguments -C -s $_shtab_brim_gate_options ;;
        help) _arguments -C -s $_shtab_brim_help_options ;;
        history) _shtab_brim_history ;;
        icons) _arguments -C -s $_shtab_brim_icons_options ;;
        metrics) _arguments -C -s $_shtab_brim_metrics_options ;;
        status) _arguments -C -s $_shtab_brim_status_options ;;
        statusline) _arguments -C -s $_shtab_brim_statusline_options ;;
        usage) _arguments -C -s $_shtab_brim_usage_options ;;
      esac
  esac
}

_shtab_brim_alerts() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->alerts'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_brim_alerts_defaults_added )); then
    if (( ${_shtab_brim_alerts_options[(I)${(q)one_or_more}*]} +          ${_shtab_brim_alerts_options[(I)${(q)remainder}*]} +          ${_shtab_brim_alerts_options[(I)${(q)default}]} == 0 )); then
      _shtab_brim_alerts_options+=(': :_shtab_brim_alerts_commands' '*::: :->alerts')
    fi
    _shtab_brim_alerts_defaults_added=1
  fi
  _arguments -C -s $_shtab_brim_alerts_options

  case $state in
    alerts)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_brim_alerts-$line[1]:"
      case $line[1] in
        log) _arguments -C -s $_shtab_brim_alerts_log_options ;;
        test) _arguments -C -s $_shtab_brim_alerts_test_options ;;
      esac
  esac
}

_shtab_brim_history() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->history'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_brim_history_defaults_added )); then
    if (( ${_shtab_brim_history_options[(I)${(q)one_or_more}*]} +          ${_shtab_brim_history_options[(I)${(q)remainder}*]} +          ${_shtab_brim_history_options[(I)${(q)default}]} == 0 )); then
      _shtab_brim_history_options+=(': :_shtab_brim_history_commands' '*::: :->history')
    fi
    _shtab_brim_history_defaults_added=1
  fi
  _arguments -C -s $_shtab_brim_history_options

  case $state in
    history)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_brim_history-$line[1]:"
      case $line[1] in
        export) _arguments -C -s $_shtab_brim_history_export_options ;;
        import) _arguments -C -s $_shtab_brim_history_import_options ;;
      esac
  esac
}



typeset -A opt_args

if [[ $zsh_eval_context[-1] == eval ]]; then
  # eval/source/. command, register function for later
  compdef _shtab_brim -N brim
else
  # autoload from fpath, call function directly
  _shtab_brim "$@"
fi
