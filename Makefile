# Set up, run and test Firstdoor. What is done leaves a file (a stamp), so nothing is done twice.
#   make run      the sample municipality on http://127.0.0.1:8000   (PORT=, FIRSTDOOR_DATA=)
#   make test     every check and test; the last line counts them
#   make quick    what a developer runs before a commit: checks, and the tests on SQLite without the browser
#   make help     all the others

PORT ?= 8000
FIRSTDOOR_DATA ?= $(CURDIR)/var
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
ifeq ($(PYTHON),)
PYTHON := python3
endif

BIN := .venv/bin
DIST := src/firstdoor/static/dist/.vite/manifest.json
FONTS := src/firstdoor/static/fonts/.ok
FRONTEND := $(shell find frontend/src -type f 2>/dev/null) frontend/vite.config.ts
PO := $(shell find src -name '*.po' 2>/dev/null)
say = @printf '· %s\n' $(1) >&2

.DELETE_ON_ERROR:
.PHONY: help setup dev run free test quick test-peers bench lint format messages docs screenshots lock clean

help:
	@sed -n 's/^#   //p' Makefile
	@echo 'make setup    only the set-up: leaves .venv/bin/firstdoor working'
	@echo 'make lint     the checks alone; make format mends what can be mended'
	@echo 'make messages collects the strings to translate into the catalogues'
	@echo 'make docs     writes the references that follow from the code'
	@echo 'make bench    re-runs the benchmarks of docs/performance.md'
	@echo 'make test-peers  comparisons with other programs, in an environment of their own'
	@echo 'make screenshots makes the pictures of the docs again'
	@echo 'make lock     resolves the dependencies anew (needs the package registries)'
	@echo 'make clean    removes what the set-up made, not the data'

# --- Set-up ---------------------------------------------------------------------------------------------------------

setup: .venv/.firstdoor $(DIST) $(FONTS) .venv/.messages

.boot/.ok: requirements/boot.lock
	@sh tools/ground.sh python "$(PYTHON)"
	@sh tools/ground.sh disk .
	$(call say,"Making an environment with $$($(PYTHON) -V) …")
	@$(PYTHON) -m venv .boot
	@.boot/bin/python -m pip install --disable-pip-version-check -q --only-binary :all: --require-hashes -r requirements/boot.lock \
		|| echo 'uv is not to be had here; pip will do its work, more slowly.' >&2
	@touch $@

.venv/.run: requirements/run.lock .boot/.ok
	$(call say,"Installing what Firstdoor needs (about 45 packages) …")
	@sh tools/install.sh .venv --only-binary :all: --require-hashes -r requirements/run.lock
	@touch $@

# The package itself, from this folder: its build tools are in run.lock, so nothing unpinned is fetched.
.venv/.firstdoor: pyproject.toml .venv/.run
	@sh tools/install.sh .venv --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.firstdoor
	$(call say,"Installing what the tests need …")
	@sh tools/install.sh .venv --only-binary :all: --require-hashes -r requirements/dev.lock
	@touch $@

.node/.ok: requirements/node.lock .boot/.ok
	@if ! sh tools/frontend.sh find >/dev/null; then \
		printf '· %s\n' "No fit Node here: installing one from a wheel, into .node …" >&2; \
		sh tools/install.sh .venv --target .node --only-binary :all: --require-hashes -r requirements/node.lock; fi
	@mkdir -p .node && touch $@

frontend/node_modules/.ok: frontend/package-lock.json frontend/.npmrc .node/.ok
	$(call say,"Installing the parts of the pages (npm ci) …")
	@sh tools/frontend.sh install
	@touch $@

$(DIST): $(FONTS) $(FRONTEND)
	$(call say,"Building styles and scripts …")
	@sh tools/frontend.sh build
	@touch $@

$(FONTS): tools/fonts.py frontend/node_modules/.ok .venv/.run
	$(call say,"Cutting the fonts to size …")
	@$(BIN)/python tools/fonts.py
	@touch $@

.venv/.messages: $(PO) tools/messages.py .venv/.run
	@$(BIN)/python tools/messages.py compile
	@touch $@

dev: setup .venv/.dev

# --- Run ------------------------------------------------------------------------------------------------------------

# The port is looked at before anything is set up: who has to choose another one knows it at once.
run: free setup
	@FIRSTDOOR_DATA="$(FIRSTDOOR_DATA)" FIRSTDOOR_DEMO=1 sh tools/run.sh "$(PORT)"

free:
	@sh tools/ground.sh python "$(PYTHON)"
	@sh tools/ground.sh port "$(PORT)" "$(PYTHON)"

# --- Checks and tests -----------------------------------------------------------------------------------------------

test: dev
	@$(BIN)/python tools/test_runner.py

quick: dev
	@$(BIN)/python tools/test_runner.py --quick

lint: dev
	@$(BIN)/python tools/test_runner.py --lint

format: dev
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

.peers/.ok: requirements/peers.lock requirements/dev.lock requirements/run.lock pyproject.toml .boot/.ok
	$(call say,"Installing other programs to compare with …")
	@sh tools/install.sh .peers --only-binary :all: --require-hashes -r requirements/dev.lock
	@sh tools/install.sh .peers --only-binary :all: --require-hashes -r requirements/peers.lock
	@sh tools/install.sh .peers --no-deps --no-build-isolation -e .
	@touch $@

test-peers: setup .peers/.ok
	@.peers/bin/python tools/test_runner.py --peers

bench: dev
	@$(MAKE) -s .peers/.ok || echo "The other programs could not be installed: ours is measured alone."
	@for each in benchmarks/bench_*.py; do \
		case $$each in *_count.py|*_opinions.py) with=.peers;; *) with=.venv;; esac; \
		[ -f .peers/.ok ] || with=.venv; \
		echo "── $$each ──"; $$with/bin/python $$each || exit 1; done

messages: .venv/.firstdoor
	@$(BIN)/python tools/messages.py extract
	@$(BIN)/python tools/messages.py compile

docs: .venv/.firstdoor
	@$(BIN)/python tools/reference.py write

screenshots: dev
	@$(BIN)/python tools/screenshots.py

# --- Housekeeping ---------------------------------------------------------------------------------------------------

lock: .boot/.ok
	@sh tools/lock.sh

clean:
	rm -rf .boot .venv .peers .node frontend/node_modules src/firstdoor/static/dist src/firstdoor/static/fonts frontend/fonts
