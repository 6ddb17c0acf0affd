#!/bin/sh
# Says in a sentence what the machine lacks, before anything is installed.
#   ground.sh python PROGRAM    is there a Python that can make an environment?
#   ground.sh disk FOLDER       is there room for the dependencies?
#   ground.sh port NUMBER PROGRAM   is the port free?
set -eu
say() { printf '\n%s\n\n' "$*" >&2; exit 1; }

case "$1" in
python)
    command -v "$2" >/dev/null 2>&1 || say "Firstdoor needs Python 3.11 or newer and found none ($2).
Debian or Ubuntu: apt-get install python3 python3-venv. Another program can be named: make PYTHON=/path/to/python3.11"
    "$2" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        say "Firstdoor needs Python 3.11 or newer; $2 is $("$2" -V 2>&1). Name a newer one: make PYTHON=/path/to/python3.11"
    "$2" -c 'import ensurepip, venv' 2>/dev/null ||
        say "This Python cannot make environments (ensurepip is missing). Debian or Ubuntu: apt-get install python3-venv"
    ;;
disk)
    free=$(df -Pk "$2" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge 1500 ] || say "The set-up needs about 1.5 GB of free space in $2; there are $free MB.
Make room or move the folder to a larger disk, then run make again."
    ;;
port)
    case "$2" in '' | *[!0-9]*) say "PORT must be a number, for example: make run PORT=8080 (it was \"$2\")." ;; esac
    "$3" - "$2" <<'PY' || say "Port $2 is taken or not allowed here. End the program that uses it, or choose another: make run PORT=8080"
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PY
    ;;
esac
