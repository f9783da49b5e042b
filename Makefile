# Everything is run from here. `make` alone lists what there is.
#
# PORT (default 8000) and DATA_DIR (default var) choose where `make run` listens and keeps its files:
#   make run PORT=8001 DATA_DIR=var/second

PYTHON ?= python3
PIP_INSTALL = .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
PACKAGES = $(wildcard service workers local tests bench accuracy)

.DEFAULT_GOAL := help
.PHONY: help run test bench accuracy accuracy-peers lint format lock secrets clean .venv

help: ## List these targets
	@sed -n 's/^\([.a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

run: .venv/.ready-to-run ## Start the whole service on this machine, with a demo; Ctrl-C ends it
	@exec .venv/bin/python -m local.run --end-with-parent

test: .venv/.ready-to-test ## Run the test suite
	@.venv/bin/python -m pytest $(ARGS)

bench: .venv/.ready-to-test ## Measure speed and print a table
	@.venv/bin/python -m bench $(ARGS)

accuracy: .venv/.ready-to-test ## Measure what is caught and what is wrongly flagged
	@.venv/bin/python -m accuracy $(ARGS)

accuracy-peers: .venv/.ready-to-test .venv-peers/.ready ## The same, beside other packages in a second environment
	@.venv/bin/python -m accuracy --peers $(ARGS)

lint: .venv/.ready-to-test ## Check style and types
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m mypy $(PACKAGES)

format: .venv/.ready-to-test ## Rewrite the code in the project's style
	@.venv/bin/python -m ruff check --fix-only --quiet .
	@.venv/bin/python -m ruff format .

lock: ## Lock requirements*.in anew (needs uv); ARGS=--upgrade takes the newest versions
	@for name in requirements requirements-local requirements-dev requirements-peers; do \
		uv pip compile --quiet $(ARGS) --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $$name.in --output-file $$name.txt || exit 1; \
	done

secrets: ## Make the secrets that docker-compose.yml mounts; never overwrites one
	@deploy/make-secrets

clean: ## Remove .venv and caches; never the data in var/
	@rm -rf .venv .venv-peers .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find $(PACKAGES) -name __pycache__ -type d -prune -exec rm -rf {} +

.venv: .venv/.ready-to-run ## Make the environment alone

# The files below mark what is done, so that a second call costs nothing. Each is written last: an
# installation that was interrupted is begun again.
.venv/.made:
	@$(PYTHON) -c '' 2>/dev/null || { echo "Comment Desk needs Python 3.11 or newer, and '$(PYTHON)' does not run here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Comment Desk needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Where a newer one is installed, name it: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making the environment in .venv (under a minute) ..."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.ready-to-run: requirements-local.txt .venv/.made
	@$(PIP_INSTALL) -r requirements-local.txt
	@touch $@

.venv/.ready-to-test: requirements-dev.txt .venv/.made
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch .venv/.ready-to-run $@

.venv-peers/.ready: requirements-peers.txt .venv/.made
	@$(PYTHON) -m venv --clear .venv-peers
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements-peers.txt
	@touch $@
