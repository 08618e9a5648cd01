#!/bin/sh
# Generic Monitor: this command, a period of 15 s, no label
exec brim status --format genmon
