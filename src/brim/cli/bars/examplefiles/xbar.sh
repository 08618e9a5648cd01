#!/bin/sh
# brim.1m.sh in the folder of plug-ins, made executable
# Argos: --format argos
exec brim status --format xbar
