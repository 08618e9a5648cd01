#!/bin/sh
# plugins/brim.sh, for: sketchybar --add item brim right --set brim update_freq=60 script=PATH
# shellcheck disable=SC2046 # each word is an argument
sketchybar --set "$NAME" $(brim status --format sketchybar)
