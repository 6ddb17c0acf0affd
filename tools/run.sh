#!/bin/sh
# What `make run` does after the set-up: database, sample municipality, server and worker.
set -eu
port=$1
firstdoor=.venv/bin/firstdoor
$firstdoor migrate >/dev/null
$firstdoor demo load
exec $firstdoor serve --port "$port"
