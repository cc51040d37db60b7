# Havari needs Python 3.11 and make; everything else is set up here.
IS_3_11 := import sys; sys.exit(sys.version_info[:2] != (3, 11))
PYTHON ?= $(shell for it in python3.11 python3 python; do $$it -c '$(IS_3_11)' 2>/dev/null && echo $$it && break; done)
BIN := .venv/bin
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# A file's tests stay together, since some share what took long to make.
TOGETHER := --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# A translation that does not compile leaves nothing behind that would be taken for done.
.DELETE_ON_ERROR:
.PHONY: run test check bench lock setup setup-dev

setup: .venv/.base $(MESSAGES)
setup-dev: .venv/.dev $(MESSAGES)

.venv/.base: requirements/base.txt
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(IS_3_11)' 2>/dev/null || { echo "Havari needs Python 3.11; install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

%.mo: %.po .venv/.base
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: setup
	@$(BIN)/python -m config.run

test: setup-dev
	$(BIN)/python -m pytest $(TOGETHER) $(TESTS)

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
