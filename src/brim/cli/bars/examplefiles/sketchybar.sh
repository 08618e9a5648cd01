#!/bin/sh
# plugins/brim.sh, called by two lines of sketchybarrc:
#   sketchybar --add item brim right
#   sketchybar --set brim update_freq=60 script="$PLUGIN_DIR/brim.sh"
# shellcheck disable=SC2046 # each word is an argument
sketchybar --set "$NAME" $(brim status --format sketchybar)
