#!/bin/sh
# goes on only while the week is below 80%, and not expected to run out
brim gate --limit week --max 80 --pace || exit
claude -p "Run the tests and fix what fails."
