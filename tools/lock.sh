#!/bin/sh
# Resolves the dependencies of pyproject.toml anew. Hashes pin them; no address of a registry is written down.
set -eu
compile() {
    .boot/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
        --python-version 3.11 "$@"
}
compile pyproject.toml --group build -o requirements/run.lock
compile pyproject.toml --group build --group dev -c requirements/run.lock -o requirements/dev.lock
compile --group boot -o requirements/boot.lock
compile --group node -o requirements/node.lock
compile --group peers -c requirements/dev.lock -o requirements/peers.lock
sh tools/frontend.sh find >/dev/null && (cd frontend && npm install --package-lock-only --ignore-scripts)
