# make without a target prints what there is. Anything longer than a few lines lives in .ci/.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
ARGS ?=

.PHONY: help setup run test lint bench lock i18n clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv with everything in it; from a bare Debian, and at no cost when it is there (PYTHON=... picks another Python)
	@bash .ci/setup

run: setup ## start the program with a simulated hall (ARGS="--help" and the like are passed on)
	@$(BIN)/lobbyconsole --demo $(ARGS)

test: ## linters and all tests: the same thing CI runs (ARGS go to pytest)
	@bash .ci/run $(ARGS)

lint: setup ## the linters alone
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: setup ## measure start-up, memory and speed; writes bench.json
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(BIN)/python -m tests.bench $(ARGS)

# Universal: one file for Linux (x86_64 and ARM) and Windows, Python 3.11 to 3.13; the markers in it sort them out.
# Keeps what is locked as long as it fits; ARGS="--upgrade" or "--upgrade-package NAME" moves on.
lock: setup ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	  --no-emit-index-url --custom-compile-command "make lock" $(ARGS) pyproject.toml --output-file requirements.lock

TS := $(or $(wildcard i18n/*.ts),i18n/lobbyconsole_zh_CN.ts)

i18n: setup ## gather the texts of the program into i18n/*.ts and compile them
	@mkdir -p i18n
	@$(foreach ts,$(TS),$(BIN)/pyside6-lupdate -silent $$(find lobbyconsole -name '*.py') -ts $(ts) -source-language en \
	  -target-language $(patsubst i18n/lobbyconsole_%.ts,%,$(ts)) -no-obsolete -locations none &&) true
	@$(foreach ts,$(TS),$(BIN)/pyside6-lrelease -silent $(ts) -qm $(ts:.ts=.qm) &&) true

clean: ## remove what was built or cached; .venv stays
	@rm -rf build dist *.egg-info bench.json i18n/*.qm .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find lobbyconsole tests -name __pycache__ -type d -prune -exec rm -rf {} +
