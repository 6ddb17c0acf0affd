#!/bin/sh
# What `make run` does after the set-up: database, sample municipality, server and worker.
set -eu
unset PYTHONDONTWRITEBYTECODE # where it is set, each start would compile a thousand modules again
port=$1
firstdoor=.venv/bin/firstdoor
ready=$FIRSTDOOR_DATA/.ready

# Nothing to migrate or to load while no code is newer than the last time (only known of the database in this folder).
if [ -n "${FIRSTDOOR_DATABASE_URL:-}" ] || [ ! -e "$ready" ] ||
    [ -n "$(find src/firstdoor \( -name '*.py' -o -name '*.csv' -o -name '*.json' \) -newer "$ready" | head -n 1)" ]; then
    began=$(mktemp)
    echo "· Preparing the database …" >&2
    $firstdoor migrate >/dev/null
    echo "· Loading the sample municipality …" >&2
    $firstdoor demo load
    mv "$began" "$ready"
fi
exec $firstdoor serve --port "$port"
