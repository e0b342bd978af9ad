# Samrit. Each target is a thin line; `make help` says what they do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
# Whoever forbids kept bytecode (containers do) has every process of every run compile all modules again.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4
OFFICE := $(addprefix tests/,platform people districts results evidence publicity surveys verification scoring exchange reports)
.PHONY: help up test test-pages test-spark check bench peers docs screenshots messages lock format clean ready-to-run ready-to-work

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

up: ready-to-run ## serve the workspace with a demo year at http://127.0.0.1:8000 (SAMRIT_PORT); `samrit up --empty` is the real office
	@exec $(BIN)/samrit up

test: ready-to-work check ## everything that must hold: the checks below, all tests, those of the office on both databases
	@$(PYTEST) --ignore tests/browser
	@scripts/postgres run $(PYTEST) $(OFFICE) tests/core/awareness/test_engines.py
	@$(PYTEST) tests/browser

test-pages: ready-to-work ## the pages and the demo's year on PostgreSQL, too, which would make `make test` too long
	@scripts/postgres run $(PYTEST) tests/web tests/demo/test_year.py

test-spark: ## the survey engine on Spark in local mode; installs half a gigabyte and a Java first
	@scripts/bootstrap spark
	@$(BIN)/pytest tests/core/awareness/test_engines.py -k spark

check: ready-to-work ## style, types, and which part may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: ready-to-work ## how quick it is, against the machine's own limits
	@for bench in bench/*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

peers: ## install what the surveys are measured against (R's survey, svy); then bench/awareness.py --full measures for 20 minutes
	@scripts/bootstrap peers

docs: ready-to-work ## bring the printed examples, lists and schemas of the documentation up to date
	@$(BIN)/python scripts/schemas.py && $(BIN)/python scripts/docs.py

screenshots: ready-to-work ## make the pictures of docs/th/use anew from a fresh demo, with Chromium
	@$(BIN)/python scripts/screenshots.py

messages: ready-to-work ## bring the English catalogue of the pages up to date, and name the texts without English
	@$(BIN)/python scripts/messages.py

format: ready-to-work ## lay out the code as the checks want it
	@$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format .

lock: ## pin every Python package again (needs uv)
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
		--extra build --extra awareness pyproject.toml -o requirements.txt
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
		--extra build --extra awareness --extra awareness-fast --extra dev pyproject.toml -o requirements-dev.txt
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
		--extra peers -c requirements-dev.txt pyproject.toml -o requirements-peers.txt
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
		--extra spark -c requirements-dev.txt pyproject.toml -o requirements-spark.txt

clean: ## remove what can be made again
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

ready-to-run:
	@scripts/bootstrap run

ready-to-work:
	@scripts/bootstrap work
