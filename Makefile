# Havari needs Python 3.11 and make; everything else is set up here.
PYTHON ?= python3.11
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench lock setup setup-dev

setup: .venv/.base
setup-dev: .venv/.dev

.venv/.base: requirements/base.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

run: setup
	@$(BIN)/python -m config.run

test: setup-dev
	$(BIN)/python -m pytest

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint templates

bench: setup-dev
	$(BIN)/python -m benchmarks.run

lock: setup-dev
	cd requirements && for name in base dev; do ../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file $$name.txt $$name.in; done
