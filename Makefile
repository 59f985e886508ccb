# Two commands do everything: `make demo` and `make test`. They need Python 3.11+, git and make.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
export UV_LINK_MODE ?= copy
unexport PYTHONDONTWRITEBYTECODE  # each start compiles every module anew without it: 5 s instead of 1.5

.PHONY: help setup demo test quick check format lock bench clean

help:
	@echo "make demo    set up, load the demonstration programme, serve it on http://127.0.0.1:8000"
	@echo "make test    set up, run every test"
	@echo "make check   format, types, import contracts"
	@echo "make quick   the tests that take no browser and no Java"

setup: .venv/.ready

.tools/bin/uv:
	@echo "Fetching uv, the installer, into .tools/ (nothing outside this folder is touched)"
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: requirements.lock pyproject.toml $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

demo: setup
	@$(BIN)/alongside demo

test: setup
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

quick: setup
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "not browser and not java and not slow and not ci"

check: setup
	@$(BIN)/ruff format --check alongside tests bench
	@$(BIN)/ruff check alongside tests bench
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff format alongside tests bench
	@$(BIN)/ruff check --fix --quiet alongside tests bench

# Take newer versions on purpose, never by surprise: the lock is what everybody installs.
lock:
	@$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --all-extras --upgrade pyproject.toml -o requirements.lock

clean:
	@rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache staticfiles
