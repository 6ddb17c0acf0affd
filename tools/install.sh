#!/bin/sh
# Installs locked requirements into an environment: install.sh VENV ARGUMENTS-OF-PIP-INSTALL…
# uv does it in seconds; where uv has no wheel or fails, the environment's own pip does the same work more slowly.
set -eu
venv=$1
shift
if [ -x .boot/bin/uv ]; then
    [ -x "$venv/bin/python" ] || .boot/bin/uv venv -q --python .boot/bin/python "$venv"
    if VIRTUAL_ENV="$venv" .boot/bin/uv pip install -q --python "$venv/bin/python" "$@"; then exit 0; fi
    echo "uv did not manage; trying pip, which takes a minute or two …" >&2
fi
[ -x "$venv/bin/python" ] || .boot/bin/python -m venv "$venv"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
if "$venv/bin/python" -m pip install --disable-pip-version-check --progress-bar off -q "$@"; then exit 0; fi
cat >&2 <<'WORDS'

Not all packages could be fetched. The first run needs a way to the package registries of Python and npm.
Behind a proxy: HTTPS_PROXY=http://…; with a registry of your own: PIP_INDEX_URL=https://… and UV_DEFAULT_INDEX=https://…
Is the disk full? `df -h .` says it. Then the same command again: it goes on where it stopped.

WORDS
exit 1
