# Completions of brim for fish: ~/.config/fish/completions/brim.fish, or this line in ~/.config/fish/config.fish:
#     brim completions fish | source
# Made by shtab (https://github.com/tqdm/shtab) from Brim's argument parser; `make shared-files` makes it again.

function _shtab_brim_scan
  set -g _shtab_brim_cmdpath ''
  set -g _shtab_brim_npos 0
  set -l tokens (commandline -opc)
  set -e tokens[1]
  set -l expect_value 0
  for t in $tokens
    if test $expect_value -eq 1
      set expect_value 0
      continue
    end
    switch "$t"
      case '--*=*'
        continue
      case '-*'
        if contains -- $t $_shtab_brim_opts_with_value
          set expect_value 1
        end
        continue
      case '*'
        if test $_shtab_brim_npos -eq 0
          set -l candidate $t
          if test -n "$_shtab_brim_cmdpath"
            set candidate "$_shtab_brim_cmdpath $t"
          end
          if contains -- $candidate $_shtab_brim_commands
            set -g _shtab_brim_cmdpath $candidate
            continue
          end
        end
        set -g _shtab_brim_npos (math $_shtab_brim_npos + 1)
    end
  end
end

# Condition helper: true if the current (sub)command path equals the given one.
function _shtab_brim_using
  _shtab_brim_scan
  test "$_shtab_brim_cmdpath" = "$argv"
end

set -g _shtab_brim_commands status usage details forecast gate metrics history 'history export' 'history import' alerts 'alerts test' 'alerts log' doctor config autostart icons statusline demo completions help
set -g _shtab_brim_opts_with_value --account --by --example --format --html --last --limit --max --max-age --out --percent --provider --scheme --settings --since --size --state --state-dir --style --template --then --until --window

complete -c brim -e
complete -c brim -f

complete -c brim -n _shtab_brim_using -s h -l help -d 'show this help'
complete -c brim -n _shtab_brim_using -l version -d 'show the version'
complete -c brim -n _shtab_brim_using -l debug -d 'log more, and show a traceback when something fails'
complete -c brim -n _shtab_brim_using -l demo-if-no-login -d 'show the demo account if no login is found'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a status -d 'show the usage of your plan'
complete -c brim -n '_shtab_brim_using status' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using status' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using status' -l refresh -d 'refresh now, unless the last update is less than 60 s old'
complete -c brim -n '_shtab_brim_using status' -l ask-program -d 'get usage from the providers'"'"' own programs, which also renew their logins'
complete -c brim -n '_shtab_brim_using status' -l ask-claude -d 'the same, from the Claude CLI alone'
complete -c brim -n '_shtab_brim_using status' -l all -d 'show every account, not only the one closest to its limit'
complete -c brim -n '_shtab_brim_using status' -l format -xka "plain waybar i3blocks i3status-rs polybar tmux genmon xbar sketchybar argos" -d 'print a line for a bar, and send no request: plain, waybar, i3blocks, i3status-rs, polybar, tmux, genmon, xbar, sketchybar, argos'
complete -c brim -n '_shtab_brim_using status' -l template -x -d 'the line, with fields such as {session.percent}'
complete -c brim -n '_shtab_brim_using status' -l follow -d 'stay, and print a line for each change'
complete -c brim -n '_shtab_brim_using status' -l account -x -d 'one account only: its name, its provider, or the beginning of its id'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a usage -d 'show tokens and list price by day, project or model'
complete -c brim -n '_shtab_brim_using usage' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using usage' -l since -xka "today yesterday 24h 7d 30d all" -d 'how far back: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00; without it, 7d'
complete -c brim -n '_shtab_brim_using usage' -l until -xka "today yesterday 24h 7d 30d all" -d 'where to end, in the same form; a day counts whole'
complete -c brim -n '_shtab_brim_using usage' -l by -xka "day week month model project provider session window" -d 'one of day, week, month, model, project, provider, session, window'
complete -c brim -n '_shtab_brim_using usage' -l points -d 'add what percentage of the limit each row used'
complete -c brim -n '_shtab_brim_using usage' -l provider -x -d 'one provider only: its name in settings'
complete -c brim -n '_shtab_brim_using usage' -l account -x -d 'one account only: its name, or the beginning of its id'
complete -c brim -n '_shtab_brim_using usage' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using usage' -l csv -d 'print the rows as CSV for spreadsheets'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a details -d 'open a page with charts, tables and settings'
complete -c brim -n '_shtab_brim_using details' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using details' -l no-open -d 'print the address instead of opening a browser'
complete -c brim -n '_shtab_brim_using details' -l html -rF -d 'write the page to one file, with its data inside'
complete -c brim -n '_shtab_brim_using details' -l stdin -d 'print a new address for each input line, until its end'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a forecast -d 'show when each limit will run out'
complete -c brim -n '_shtab_brim_using forecast' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using forecast' -l json -d 'print one JSON list, with an object for each account'
complete -c brim -n '_shtab_brim_using forecast' -l stdin -d 'answer questions about any window, one JSON object per line'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a gate -d 'say to a script whether a limit has room'
complete -c brim -n '_shtab_brim_using gate' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using gate' -l limit -xka "pressing session week weekly_all weekly_scoped:opus weekly_scoped:sonnet weekly_scoped:fable weekly_scoped:haiku daily monthly" -d 'session, day, week, month, a model, an id, or pressing, the one at the highest level; without it, every limit'
complete -c brim -n '_shtab_brim_using gate' -l max -x -d 'percent used from which it says no; without it, 90'
complete -c brim -n '_shtab_brim_using gate' -l pace -d 'say no, too, if the limit is expected to run out'
complete -c brim -n '_shtab_brim_using gate' -l max-age -xka "15m 1h 6h" -d 'how old usage may be: 90s, 15m, 2h; without it, until newer usage is long due'
complete -c brim -n '_shtab_brim_using gate' -l account -x -d 'one account only: its name, its provider, or the beginning of its id'
complete -c brim -n '_shtab_brim_using gate' -s q -l quiet -d 'print nothing, and only set the exit code'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a metrics -d 'print metrics for Prometheus and other dashboards'
complete -c brim -n '_shtab_brim_using metrics' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using metrics' -l send -d 'send them to metrics.otlp_endpoint instead, once, and print what it answered'
complete -c brim -n '_shtab_brim_using metrics' -l example -xka "alerts collector grafana prometheus victoriametrics" -d 'print an example instead, for the program that reads metrics: alerts, collector, grafana, prometheus, victoriametrics'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a history -d 'show the usage history; export and import it'
complete -c brim -n '_shtab_brim_using history' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using history' -l since -xka "today yesterday 24h 7d 30d all" -d 'how far back: 7d, 24h, 90m, 2w, today, yesterday, all, 2026-11-23 or 2026-11-23T14:00; without it, 7d'
complete -c brim -n '_shtab_brim_using history' -l window -xka "session weekly_all weekly_scoped:opus weekly_scoped:sonnet weekly_scoped:fable weekly_scoped:haiku daily monthly" -d 'one limit only, such as session or weekly_all'
complete -c brim -n '_shtab_brim_using history' -l account -x -d 'one account only: its name, its provider, or the beginning of its id'
complete -c brim -n '_shtab_brim_using history' -l json -d 'print every value, as one JSON object'
complete -c brim -n '_shtab_brim_using history' -l csv -d 'print every value, as CSV for spreadsheets'
complete -c brim -n '_shtab_brim_using history; and test $_shtab_brim_npos -eq 0' -a export -d 'write the whole history to a file'
complete -c brim -n '_shtab_brim_using history export' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using history export; and test $_shtab_brim_npos -eq 0' -F -d 'the file to write, or - for standard output'
complete -c brim -n '_shtab_brim_using history; and test $_shtab_brim_npos -eq 0' -a import -d 'add the values of an exported file'
complete -c brim -n '_shtab_brim_using history import' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using history import; and test $_shtab_brim_npos -eq 0' -F -d 'the file to read, or - for standard input'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a alerts -d 'list the alert rules; test one; show the log'
complete -c brim -n '_shtab_brim_using alerts' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using alerts' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using alerts; and test $_shtab_brim_npos -eq 0' -a test -d 'show an example notification of a rule'
complete -c brim -n '_shtab_brim_using alerts test' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using alerts test' -l hooks -d 'run the hooks of this rule instead, and print what came back'
complete -c brim -n '_shtab_brim_using alerts test; and test $_shtab_brim_npos -eq 0' -ka "limit pace reset spend cost login lost back" -d 'one of limit, pace, reset, spend, cost, login, lost, back'
complete -c brim -n '_shtab_brim_using alerts; and test $_shtab_brim_npos -eq 0' -a log -d 'show why each notification was or was not sent'
complete -c brim -n '_shtab_brim_using alerts log' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using alerts log' -l last -x -d 'how many entries, 0 for all; without it, 20'
complete -c brim -n '_shtab_brim_using alerts log' -l json -d 'print one JSON list'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a doctor -d 'find out why something does not work'
complete -c brim -n '_shtab_brim_using doctor' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using doctor' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a config -d 'show settings, their origin and where files are'
complete -c brim -n '_shtab_brim_using config' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using config' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a autostart -d 'start Brim at login, or not'
complete -c brim -n '_shtab_brim_using autostart' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using autostart' -l json -d 'print one JSON object'
complete -c brim -n '_shtab_brim_using autostart; and test $_shtab_brim_npos -eq 0' -ka "on off" -d 'turn it on or off; without it, Brim shows which it is'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a icons -d 'draw the icon into a PNG file'
complete -c brim -n '_shtab_brim_using icons' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using icons' -l out -xka "(__fish_complete_suffix .png)" -d 'the file to write, ending in .png'
complete -c brim -n '_shtab_brim_using icons' -l style -xka "number digits bars ring battery" -d 'one of number, digits, bars, ring, battery'
complete -c brim -n '_shtab_brim_using icons' -l percent -x -d 'percent used, 0 to 100: draws one icon'
complete -c brim -n '_shtab_brim_using icons' -l state -xka "calm watch warn critical exhausted paying unconfirmed stale blocked offline signed_out demo" -d 'draws one icon in this state: calm, watch, warn, critical, exhausted, paying, unconfirmed, stale, blocked, offline, signed_out, demo'
complete -c brim -n '_shtab_brim_using icons' -l size -x -d 'pixels on a side, 8 to 1024; without it, 64 for one icon and all panel sizes for a sheet'
complete -c brim -n '_shtab_brim_using icons' -l scheme -xka "dark light" -d 'for which panel: dark or light; without it, one icon has a halo that suits both'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a statusline -d 'fill Claude Code'"'"'s status line, and get the limits from it'
complete -c brim -n '_shtab_brim_using statusline' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using statusline' -l then -x -d 'a shell command that prints the line instead'
complete -c brim -n '_shtab_brim_using statusline' -l format -x -d 'the line, with placeholders'
complete -c brim -n '_shtab_brim_using statusline' -l state-dir -xka "(__fish_complete_directories (commandline -ct))" -d 'the data folder to keep the limits in'
complete -c brim -n '_shtab_brim_using statusline' -l settings -rF -d 'for install: a file other than Claude Code'"'"'s settings.json'
complete -c brim -n '_shtab_brim_using statusline' -l yes -d 'for install: do not ask'
complete -c brim -n '_shtab_brim_using statusline; and test $_shtab_brim_npos -eq 0' -ka "install uninstall" -d 'install: add it to Claude Code'"'"'s settings; uninstall: remove it'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a demo -d 'try Brim with a sped-up demo account'
complete -c brim -n '_shtab_brim_using demo' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using demo' -l several -d 'show demo accounts of two providers'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a completions -d 'print what makes your shell complete Brim'"'"'s commands'
complete -c brim -n '_shtab_brim_using completions' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using completions; and test $_shtab_brim_npos -eq 0' -ka "bash zsh fish powershell" -d 'one of bash, zsh, fish, powershell'
complete -c brim -n '_shtab_brim_using; and test $_shtab_brim_npos -eq 0' -a help -d 'explain a topic, such as icon or settings'
complete -c brim -n '_shtab_brim_using help' -s h -l help -d 'show this help'
complete -c brim -n '_shtab_brim_using help; and test $_shtab_brim_npos -eq 0' -ka "accounts alerts autostart bars completions config demo desktops details doctor environment files forecast gate help history homeassistant hooks icon icons metrics network phones privacy settings status statusline usage" -d 'a topic or a command; without one, both are listed'
