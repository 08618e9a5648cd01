# Completions of brim for PowerShell. Use them with this line in the file that $PROFILE names:
#     brim completions powershell | Out-String | Invoke-Expression
# This script has been read through, but it has never been run: no PowerShell was there to test it.
# Made by shtab (https://github.com/tqdm/shtab) from Brim's argument parser; `make shared-files` makes it again.

$_shtab_brim_subparsers = @{
    '_shtab_brim' = @('status', 'usage', 'details', 'forecast', 'gate', 'metrics', 'history', 'alerts', 'doctor', 'config', 'autostart', 'icons', 'statusline', 'demo', 'completions', 'help')
    '_shtab_brim_alerts' = @('test', 'log')
    '_shtab_brim_history' = @('export', 'import')
}
$_shtab_brim_option_strings = @{
    '_shtab_brim' = @('-h', '--help', '--version', '--debug', '--demo-if-no-login')
    '_shtab_brim_alerts' = @('-h', '--help', '--json')
    '_shtab_brim_alerts_log' = @('-h', '--help', '--last', '--json')
    '_shtab_brim_alerts_test' = @('-h', '--help', '--hooks')
    '_shtab_brim_autostart' = @('-h', '--help', '--json')
    '_shtab_brim_completions' = @('-h', '--help')
    '_shtab_brim_config' = @('-h', '--help', '--json')
    '_shtab_brim_demo' = @('-h', '--help', '--several')
    '_shtab_brim_details' = @('-h', '--help', '--no-open', '--html', '--stdin')
    '_shtab_brim_doctor' = @('-h', '--help', '--json')
    '_shtab_brim_forecast' = @('-h', '--help', '--json', '--stdin')
    '_shtab_brim_gate' = @('-h', '--help', '--limit', '--max', '--pace', '--max-age', '--account', '-q', '--quiet')
    '_shtab_brim_help' = @('-h', '--help')
    '_shtab_brim_history' = @('-h', '--help', '--since', '--window', '--account', '--json', '--csv')
    '_shtab_brim_history_export' = @('-h', '--help')
    '_shtab_brim_history_import' = @('-h', '--help')
    '_shtab_brim_icons' = @('-h', '--help', '--out', '--style', '--percent', '--state', '--size', '--scheme')
    '_shtab_brim_metrics' = @('-h', '--help', '--send', '--example')
    '_shtab_brim_status' = @('-h', '--help', '--json', '--refresh', '--ask-program', '--ask-claude', '--all', '--format', '--template', '--follow', '--account')
    '_shtab_brim_statusline' = @('-h', '--help', '--then', '--format', '--state-dir', '--settings', '--yes')
    '_shtab_brim_usage' = @('-h', '--help', '--since', '--until', '--by', '--points', '--provider', '--account', '--json', '--csv')
}
$_shtab_brim_compgens = @{
    '_shtab_brim_details___html' = '_brim_shtab_powershell_compgen_files'
    '_shtab_brim_history_export_pos_0' = '_brim_shtab_powershell_compgen_files'
    '_shtab_brim_history_import_pos_0' = '_brim_shtab_powershell_compgen_files'
    '_shtab_brim_icons___out' = '_brim_shtab_powershell_compgen_files'
    '_shtab_brim_statusline___settings' = '_brim_shtab_powershell_compgen_files'
    '_shtab_brim_statusline___state_dir' = '_brim_shtab_powershell_compgen_dirs'
}
$_shtab_brim_choices = @{
    '_shtab_brim_alerts_pos_0' = @('test', 'log')
    '_shtab_brim_alerts_test_pos_0' = @('limit', 'pace', 'reset', 'spend', 'cost', 'login', 'lost', 'back')
    '_shtab_brim_autostart_pos_0' = @('on', 'off')
    '_shtab_brim_completions_pos_0' = @('bash', 'zsh', 'fish', 'powershell')
    '_shtab_brim_gate___limit' = @('pressing', 'session', 'week', 'weekly_all', 'weekly_scoped:opus', 'weekly_scoped:sonnet', 'weekly_scoped:fable', 'weekly_scoped:haiku', 'daily', 'monthly')
    '_shtab_brim_gate___max_age' = @('15m', '1h', '6h')
    '_shtab_brim_help_pos_0' = @('accounts', 'alerts', 'autostart', 'bars', 'completions', 'config', 'demo', 'desktops', 'details', 'doctor', 'environment', 'files', 'forecast', 'gate', 'help', 'history', 'homeassistant', 'hooks', 'icon', 'icons', 'metrics', 'network', 'phones', 'privacy', 'settings', 'status', 'statusline', 'usage')
    '_shtab_brim_history___since' = @('today', 'yesterday', '24h', '7d', '30d', 'all')
    '_shtab_brim_history___window' = @('session', 'weekly_all', 'weekly_scoped:opus', 'weekly_scoped:sonnet', 'weekly_scoped:fable', 'weekly_scoped:haiku', 'daily', 'monthly')
    '_shtab_brim_history_pos_0' = @('export', 'import')
    '_shtab_brim_icons___scheme' = @('dark', 'light')
    '_shtab_brim_icons___state' = @('calm', 'watch', 'warn', 'critical', 'exhausted', 'paying', 'unconfirmed', 'stale', 'blocked', 'offline', 'signed_out', 'demo')
    '_shtab_brim_icons___style' = @('number', 'digits', 'bars', 'ring', 'battery')
    '_shtab_brim_metrics___example' = @('alerts', 'collector', 'grafana', 'prometheus', 'victoriametrics')
    '_shtab_brim_pos_0' = @('status', 'usage', 'details', 'forecast', 'gate', 'metrics', 'history', 'alerts', 'doctor', 'config', 'autostart', 'icons', 'statusline', 'demo', 'completions', 'help')
    '_shtab_brim_status___format' = @('plain', 'waybar', 'i3blocks', 'i3status-rs', 'polybar', 'tmux', 'genmon', 'xbar', 'sketchybar', 'argos')
    '_shtab_brim_statusline_pos_0' = @('install', 'uninstall')
    '_shtab_brim_usage___by' = @('day', 'week', 'month', 'model', 'project', 'provider', 'session', 'window')
    '_shtab_brim_usage___since' = @('today', 'yesterday', '24h', '7d', '30d', 'all')
    '_shtab_brim_usage___until' = @('today', 'yesterday', '24h', '7d', '30d', 'all')
}
$_shtab_brim_nargs = @{
    '_shtab_brim___debug' = '0'
    '_shtab_brim___demo_if_no_login' = '0'
    '_shtab_brim___help' = '0'
    '_shtab_brim___version' = '0'
    '_shtab_brim__h' = '0'
    '_shtab_brim_alerts___debug' = '0'
    '_shtab_brim_alerts___help' = '0'
    '_shtab_brim_alerts___json' = '0'
    '_shtab_brim_alerts__h' = '0'
    '_shtab_brim_alerts_log___debug' = '0'
    '_shtab_brim_alerts_log___help' = '0'
    '_shtab_brim_alerts_log___json' = '0'
    '_shtab_brim_alerts_log__h' = '0'
    '_shtab_brim_alerts_pos_0' = 'A...'
    '_shtab_brim_alerts_test___debug' = '0'
    '_shtab_brim_alerts_test___help' = '0'
    '_shtab_brim_alerts_test___hooks' = '0'
    '_shtab_brim_alerts_test__h' = '0'
    '_shtab_brim_autostart___debug' = '0'
    '_shtab_brim_autostart___help' = '0'
    '_shtab_brim_autostart___json' = '0'
    '_shtab_brim_autostart__h' = '0'
    '_shtab_brim_completions___debug' = '0'
    '_shtab_brim_completions___help' = '0'
    '_shtab_brim_completions__h' = '0'
    '_shtab_brim_config___debug' = '0'
    '_shtab_brim_config___help' = '0'
    '_shtab_brim_config___json' = '0'
    '_shtab_brim_config__h' = '0'
    '_shtab_brim_demo___debug' = '0'
    '_shtab_brim_demo___help' = '0'
    '_shtab_brim_demo___several' = '0'
    '_shtab_brim_demo__h' = '0'
    '_shtab_brim_details___debug' = '0'
    '_shtab_brim_details___help' = '0'
    '_shtab_brim_details___no_open' = '0'
    '_shtab_brim_details___stdin' = '0'
    '_shtab_brim_details__h' = '0'
    '_shtab_brim_doctor___debug' = '0'
    '_shtab_brim_doctor___help' = '0'
    '_shtab_brim_doctor___json' = '0'
    '_shtab_brim_doctor__h' = '0'
    '_shtab_brim_forecast___debug' = '0'
    '_shtab_brim_forecast___help' = '0'
    '_shtab_brim_forecast___json' = '0'
    '_shtab_brim_forecast___stdin' = '0'
    '_shtab_brim_forecast__h' = '0'
    '_shtab_brim_gate___debug' = '0'
    '_shtab_brim_gate___help' = '0'
    '_shtab_brim_gate___pace' = '0'
    '_shtab_brim_gate___quiet' = '0'
    '_shtab_brim_gate__h' = '0'
    '_shtab_brim_gate__q' = '0'
    '_shtab_brim_help___debug' = '0'
    '_shtab_brim_help___help' = '0'
    '_shtab_brim_help__h' = '0'
    '_shtab_brim_history___csv' = '0'
    '_shtab_brim_history___debug' = '0'
    '_shtab_brim_history___help' = '0'
    '_shtab_brim_history___json' = '0'
    '_shtab_brim_history__h' = '0'
    '_shtab_brim_history_export___debug' = '0'
    '_shtab_brim_history_export___help' = '0'
    '_shtab_brim_history_export__h' = '0'
    '_shtab_brim_history_import___debug' = '0'
    '_shtab_brim_history_import___help' = '0'
    '_shtab_brim_history_import__h' = '0'
    '_shtab_brim_history_pos_0' = 'A...'
    '_shtab_brim_icons___debug' = '0'
    '_shtab_brim_icons___help' = '0'
    '_shtab_brim_icons__h' = '0'
    '_shtab_brim_metrics___debug' = '0'
    '_shtab_brim_metrics___help' = '0'
    '_shtab_brim_metrics___send' = '0'
    '_shtab_brim_metrics__h' = '0'
    '_shtab_brim_pos_0' = 'A...'
    '_shtab_brim_status___all' = '0'
    '_shtab_brim_status___ask_claude' = '0'
    '_shtab_brim_status___ask_program' = '0'
    '_shtab_brim_status___debug' = '0'
    '_shtab_brim_status___follow' = '0'
    '_shtab_brim_status___help' = '0'
    '_shtab_brim_status___json' = '0'
    '_shtab_brim_status___refresh' = '0'
    '_shtab_brim_status__h' = '0'
    '_shtab_brim_statusline___debug' = '0'
    '_shtab_brim_statusline___help' = '0'
    '_shtab_brim_statusline___yes' = '0'
    '_shtab_brim_statusline__h' = '0'
    '_shtab_brim_usage___csv' = '0'
    '_shtab_brim_usage___debug' = '0'
    '_shtab_brim_usage___help' = '0'
    '_shtab_brim_usage___json' = '0'
    '_shtab_brim_usage___points' = '0'
    '_shtab_brim_usage__h' = '0'
}
$_shtab_brim_help = @{
    '_shtab_brim___debug' = 'log more, and show a traceback when something fails'
    '_shtab_brim___demo_if_no_login' = 'show the demo account if no login is found'
    '_shtab_brim___help' = 'show this help'
    '_shtab_brim___version' = 'show the version'
    '_shtab_brim__h' = 'show this help'
    '_shtab_brim_alerts' = 'list the alert rules; test one; show the log'
    '_shtab_brim_alerts___help' = 'show this help'
    '_shtab_brim_alerts___json' = 'print one JSON object'
    '_shtab_brim_alerts__h' = 'show this help'
    '_shtab_brim_alerts_log' = 'show why each notification was or was not sent'
    '_shtab_brim_alerts_log___help' = 'show this help'
    '_shtab_brim_alerts_log___json' = 'print one JSON list'
    '_shtab_brim_alerts_log___last' = 'how many entries, 0 for all; without it, 20'
    '_shtab_brim_alerts_log__h' = 'show this help'
    '_shtab_brim_alerts_test' = 'show an example notification of a rule'
    '_shtab_brim_alerts_test___help' = 'show this help'
    '_shtab_brim_alerts_test___hooks' = 'run the hooks of this rule instead, and print what came back'
    '_shtab_brim_alerts_test__h' = 'show this help'
    '_shtab_brim_alerts_test_pos_0' = 'one of limit, pace, reset, spend, cost, login, lost, back'
    '_shtab_brim_autostart' = 'start Brim at login, or not'
    '_shtab_brim_autostart___help' = 'show this help'
    '_shtab_brim_autostart___json' = 'print one JSON object'
    '_shtab_brim_autostart__h' = 'show this help'
    '_shtab_brim_autostart_pos_0' = 'turn it on or off; without it, Brim shows which it is'
    '_shtab_brim_completions' = 'print what makes your shell complete Brim''s commands'
    '_shtab_brim_completions___help' = 'show this help'
    '_shtab_brim_completions__h' = 'show this help'
    '_shtab_brim_completions_pos_0' = 'one of bash, zsh, fish, powershell'
    '_shtab_brim_config' = 'show settings, their origin and where files are'
    '_shtab_brim_config___help' = 'show this help'
    '_shtab_brim_config___json' = 'print one JSON object'
    '_shtab_brim_config__h' = 'show this help'
    '_shtab_brim_demo' = 'try Brim with a sped-up demo account'
    '_shtab_brim_demo___help' = 'show this help'
    '_shtab_brim_demo___several' = 'show demo accounts of two providers'
    '_shtab_brim_demo__h' = 'show this help'
    '_shtab_brim_details' = 'open a page with charts, tables and settings'
    '_shtab_brim_details___help' = 'show this help'
    '_shtab_brim_details___html' = 'write the page to one file, with its data inside'
    '_shtab_brim_details___no_open' = 'print the address instead of opening a browser'
    '_shtab_brim_details___stdin' = 'print a new address for each input line, until its end'
    '_shtab_brim_details__h' = 'show this help'
    '_shtab_brim_doctor' = 'find out why something does not work'
    '_shtab_brim_doctor___help' = 'show this help'
    '_shtab_brim_doctor___json' = 'print one JSON object'
    '_shtab_brim_doctor__h' = 'show this help'
    '_shtab_brim_forecast' = 'show when each limit will run out'
    '_shtab_brim_forecast___help' = 'show this help'
    '_shtab_brim_forecast___json' = 'print one JSON list, with an object for each account'
    '_shtab_brim_forecast___stdin' = 'answer questions about any window, one JSON object per line'
    '_shtab_brim_forecast__h' = 'show this help'
    '_shtab_brim_gate' = 'say to a script whether a limit has room'
    '_shtab_brim_gate___account' = 'one account only: its name, its provider, or the beginning of its id'
    '_shtab_brim_gate___help' = 'show this help'
    '_shtab_brim_gate___limit' = 'session, day, week, month, a model, an id, or pressing, the one at the highest level; without it, every limit'
    '_shtab_brim_gate___max' = 'percent used from which it says no; without it, 90'
    '_shtab_brim_gate___max_age' = 'how old usage may be: 90s, 15m, 2h; without it, until newer usage is long due'
    '_shtab_brim_gate___pace' = 'say no, too, if the limit is expected to run out'
    '_shtab_brim_gate___quiet' = 'print nothing, and only set the exit code'
    '_shtab_brim_gate__h' = 'show this help'
    '_shtab_brim_gate__q' = 'print nothing, and only set the exit code'
    '_shtab_brim_help' = 'explain a topic, such as icon or settings'
    '_shtab_brim_help___help' = 'show this help'
    '_shtab_brim_help__h' = 'show this help'
    '_shtab_brim_help_pos_0' = 'a topic or a command; without one, both are listed'
    '_shtab_brim_history' = 'show the usage history; export and import it'
    '_shtab_brim_history___account' = 'one account only: its name, its provider, or the beginning of its id'
    '_shtab_brim_history___csv' = 'print every value, as CSV for spreadsheets'
    '_shtab_brim_history___help' = 'show this help'
    '_shtab_brim_history___json' = 'print every value, as one JSON object'
    '_shtab_brim_history___since' = 'how far back: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00; without it, 7d'
    '_shtab_brim_history___window' = 'one limit only, such as session or weekly_all'
    '_shtab_brim_history__h' = 'show this help'
    '_shtab_brim_history_export' = 'write the whole history to a file'
    '_shtab_brim_history_export___help' = 'show this help'
    '_shtab_brim_history_export__h' = 'show this help'
    '_shtab_brim_history_export_pos_0' = 'the file to write, or - for standard output'
    '_shtab_brim_history_import' = 'add the values of an exported file'
    '_shtab_brim_history_import___help' = 'show this help'
    '_shtab_brim_history_import__h' = 'show this help'
    '_shtab_brim_history_import_pos_0' = 'the file to read, or - for standard input'
    '_shtab_brim_icons' = 'draw the icon into a PNG file'
    '_shtab_brim_icons___help' = 'show this help'
    '_shtab_brim_icons___out' = 'the file to write, ending in .png'
    '_shtab_brim_icons___percent' = 'percent used, 0 to 100: draws one icon'
    '_shtab_brim_icons___scheme' = 'for which panel: dark or light; without it, one icon has a halo that suits both'
    '_shtab_brim_icons___size' = 'pixels on a side, 8 to 1024; without it, 64 for one icon and all panel sizes for a sheet'
    '_shtab_brim_icons___state' = 'draws one icon in this state: calm, watch, warn, critical, exhausted, paying, unconfirmed, stale, blocked, offline, signed_out, demo'
    '_shtab_brim_icons___style' = 'one of number, digits, bars, ring, battery'
    '_shtab_brim_icons__h' = 'show this help'
    '_shtab_brim_metrics' = 'print metrics for Prometheus and other dashboards'
    '_shtab_brim_metrics___example' = 'print an example instead, for the program that reads metrics: alerts, collector, grafana, prometheus, victoriametrics'
    '_shtab_brim_metrics___help' = 'show this help'
    '_shtab_brim_metrics___send' = 'send them to metrics.otlp_endpoint instead, once, and print what it answered'
    '_shtab_brim_metrics__h' = 'show this help'
    '_shtab_brim_status' = 'show the usage of your plan'
    '_shtab_brim_status___account' = 'one account only: its name, its provider, or the beginning of its id'
    '_shtab_brim_status___all' = 'show every account, not only the one closest to its limit'
    '_shtab_brim_status___ask_claude' = 'the same, from the Claude CLI alone'
    '_shtab_brim_status___ask_program' = 'get usage from the providers'' own programs, which also renew their logins'
    '_shtab_brim_status___follow' = 'stay, and print a line for each change'
    '_shtab_brim_status___format' = 'print a line for a bar, and send no request: plain, waybar, i3blocks, i3status-rs, polybar, tmux, genmon, xbar, sketchybar, argos'
    '_shtab_brim_status___help' = 'show this help'
    '_shtab_brim_status___json' = 'print one JSON object'
    '_shtab_brim_status___refresh' = 'refresh now, unless the last update is less than 60 s old'
    '_shtab_brim_status___template' = 'the line, with fields such as {session.percent}'
    '_shtab_brim_status__h' = 'show this help'
    '_shtab_brim_statusline' = 'fill Claude Code''s status line, and get the limits from it'
    '_shtab_brim_statusline___format' = 'the line, with placeholders'
    '_shtab_brim_statusline___help' = 'show this help'
    '_shtab_brim_statusline___settings' = 'for install: a file other than Claude Code''s settings.json'
    '_shtab_brim_statusline___state_dir' = 'the data folder to keep the limits in'
    '_shtab_brim_statusline___then' = 'a shell command that prints the line instead'
    '_shtab_brim_statusline___yes' = 'for install: do not ask'
    '_shtab_brim_statusline__h' = 'show this help'
    '_shtab_brim_statusline_pos_0' = 'install: add it to Claude Code''s settings; uninstall: remove it'
    '_shtab_brim_usage' = 'show tokens and list price by day, project or model'
    '_shtab_brim_usage___account' = 'one account only: its name, or the beginning of its id'
    '_shtab_brim_usage___by' = 'one of day, week, month, model, project, provider, session, window'
    '_shtab_brim_usage___csv' = 'print the rows as CSV for spreadsheets'
    '_shtab_brim_usage___help' = 'show this help'
    '_shtab_brim_usage___json' = 'print one JSON object'
    '_shtab_brim_usage___points' = 'add what percentage of the limit each row used'
    '_shtab_brim_usage___provider' = 'one provider only: its name in settings'
    '_shtab_brim_usage___since' = 'how far back: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00; without it, 7d'
    '_shtab_brim_usage___until' = 'where to end, in the same form; a day counts whole'
    '_shtab_brim_usage__h' = 'show this help'
}

# --- Helper functions ---

function _brim_shtab_powershell_compgen_files {
  param([string]$WordToComplete)
  $dir = ''
  if ($WordToComplete -match '^(.*[\\/])') { $dir = $Matches[1] }
  Get-ChildItem -Path "$WordToComplete*" -File -ErrorAction SilentlyContinue |
    ForEach-Object { $dir + $_.Name }
  Get-ChildItem -Path "$WordToComplete*" -Directory -ErrorAction SilentlyContinue |
    ForEach-Object { $dir + $_.Name + [System.IO.Path]::DirectorySeparatorChar }
}

function _brim_shtab_powershell_compgen_dirs {
  param([string]$WordToComplete)
  $dir = ''
  if ($WordToComplete -match '^(.*[\\/])') { $dir = $Matches[1] }
  Get-ChildItem -Path "$WordToComplete*" -Directory -ErrorAction SilentlyContinue |
    ForEach-Object { $dir + $_.Name + [System.IO.Path]::DirectorySeparatorChar }
}

function _brim_shtab_powershell_replace_nonword {
  param([string]$Text)
  $Text -replace '[^\w]', '_'
}

# --- Main completer ---

Register-ArgumentCompleter -Native -CommandName brim -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # Tokenize the command line (skip program name)
  $allTokens = @()
  if ($commandAst.CommandElements.Count -gt 1) {
    $allTokens = @($commandAst.CommandElements[1..($commandAst.CommandElements.Count - 1)] |
      ForEach-Object { $_.ToString() })
  }

  # Determine which tokens are "completed" (before the word being typed)
  # The last token is the one currently being completed if it matches wordToComplete
  $tokens = @()
  if ($allTokens.Count -gt 0) {
    if ($wordToComplete -and $allTokens[-1] -eq $wordToComplete) {
      if ($allTokens.Count -gt 1) {
        $tokens = $allTokens[0..($allTokens.Count - 2)]
      }
    } else {
      $tokens = $allTokens
    }
  }

  # State tracking
  $prefix = '_shtab_brim'
  $completedPositionals = 0
  $currentActionKey = "${prefix}_pos_0"
  $currentActionNargs = 1
  $currentActionArgsConsumed = 0
  $currentActionIsPositional = $true
  $posOnly = $false

  # Helper: look up nargs for a given action key (default 1)
  function Get-ActionNargs($actionKey) {
    $n = $_shtab_brim_nargs[$actionKey]
    if ($n) { return $n } else { return '1' }
  }

  # Helper: look up help text for a given action key (empty if none)
  function Get-ActionHelp($actionKey) {
    return $_shtab_brim_help[$actionKey]
  }

  # Walk completed tokens to determine current parser state
  foreach ($token in $tokens) {
    if ($posOnly -or $token -ne '--') {
      # Check for subparser match
      $currentSubparsers = $_shtab_brim_subparsers[$prefix]
      if ($currentSubparsers -and $currentSubparsers -contains $token) {
        $prefix = $prefix + '_' + (_brim_shtab_powershell_replace_nonword $token)
        $completedPositionals = 0
        $currentActionKey = "${prefix}_pos_0"
        $currentActionNargs = Get-ActionNargs $currentActionKey
        $currentActionArgsConsumed = 0
        $currentActionIsPositional = $true
        continue
      }
      # Check for option string match
      $currentOptions = $_shtab_brim_option_strings[$prefix]
      if ($currentOptions -and $currentOptions -contains $token) {
        $currentActionKey = $prefix + '_' + (_brim_shtab_powershell_replace_nonword $token)
        $currentActionNargs = Get-ActionNargs $currentActionKey
        $currentActionArgsConsumed = 0
        $currentActionIsPositional = $false
        continue
      }
      # Consume argument for current action
      $currentActionArgsConsumed++
      if ($currentActionNargs -ne '*' -and
        $currentActionNargs -ne '+' -and
        $currentActionNargs -ne '?' -and
        $currentActionNargs -notlike '*...*') {
        if ($currentActionArgsConsumed -ge [int]$currentActionNargs) {
          if ($currentActionIsPositional) { $completedPositionals++ }
          $currentActionKey = "${prefix}_pos_${completedPositionals}"
          $currentActionNargs = Get-ActionNargs $currentActionKey
          $currentActionArgsConsumed = 0
          $currentActionIsPositional = $true
        }
      }
    } else {
      $posOnly = $true
    }
  }
  # --- Generate completions ---
  if ($env:SHTAB_DEBUG -eq 'true') {
    Write-Host "shtab: wordToComplete='$wordToComplete' prefix='$prefix' `
    actionKey='$currentActionKey' isPositional='$currentActionIsPositional' posOnly='$posOnly'"
  }

  $completions = @()

  if (-not $posOnly -and $wordToComplete -like '-*') {
    # Complete option strings, tooltipped with each option's own help text
    $opts = $_shtab_brim_option_strings[$prefix]
    if ($opts) {
      foreach ($opt in $opts) {
        if ($opt -like "$wordToComplete*") {
          $optKey = $prefix + '_' + (_brim_shtab_powershell_replace_nonword $opt)
          $completions += , @{Text = $opt; Tooltip = Get-ActionHelp $optKey}
        }
      }
    }
  } else {
    # Complete subparsers (only when current action is positional),
    # tooltipped with each subcommand's own help text
    if ($currentActionIsPositional) {
      $subs = $_shtab_brim_subparsers[$prefix]
      if ($subs) {
        foreach ($sub in $subs) {
          if ($sub -like "$wordToComplete*") {
            $subKey = $prefix + '_' + (_brim_shtab_powershell_replace_nonword $sub)
            $completions += , @{Text = $sub; Tooltip = Get-ActionHelp $subKey}
          }
        }
      }
    }

    $actionHelp = Get-ActionHelp $currentActionKey

    # Complete choices for current action (positional or option)
    $actionChoices = $_shtab_brim_choices[$currentActionKey]
    if ($actionChoices) {
      foreach ($choice in $actionChoices) {
        if ($choice -like "$wordToComplete*") {
          $completions += , @{Text = $choice; Tooltip = $actionHelp}
        }
      }
    }
    # Complete using compgen function for current action
    $actionCompgen = $_shtab_brim_compgens[$currentActionKey]
    if ($actionCompgen) {
      foreach ($item in @(& $actionCompgen $wordToComplete)) {
        $completions += , @{Text = $item; Tooltip = $actionHelp}
      }
    }
  }
  # Deduplicate (by text) and emit CompletionResult objects
  $seen = New-Object System.Collections.Generic.HashSet[string]
  $results = @()
  foreach ($c in $completions) {
    if ($seen.Add($c.Text)) {
      $tooltip = if ($c.Tooltip) { $c.Tooltip } else { $c.Text }
      $results += [System.Management.Automation.CompletionResult]::new(
        $(if ($c.Text -match "[\s']") { "'" + $c.Text.Replace("'", "''") + "'" } else { $c.Text }),
        $c.Text,          # listItemText
        'ParameterValue',  # resultType
        $tooltip          # toolTip
      )
    }
  }
  # Prevent fallback file-path completion (PowerShell/PowerShell#19628)
  if ($results.Count -eq 0) { return $null }
  $results
}
