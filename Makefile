# The commands of this project. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench clean

help: ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/run: requirements.txt
	@echo "Installing what the site needs into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --progress-bar on -r requirements.txt
	@touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt
	@echo "Installing what the tests need into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --progress-bar on -r requirements-dev.txt
	@touch $@ $(VENV)/run

run: $(VENV)/run ## prepare and serve the site on http://127.0.0.1:8000/ (PORT=8080 for another port)
	@$(BIN)/python run.py --port $(or $(PORT),8000)

test: $(VENV)/dev ## run all tests (those of PostgreSQL and Chromium are skipped where these are missing)
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/dev ## what CI runs: format, lint, types, content, tests
	@$(BIN)/ruff format --check kb tests benchmarks run.py
	@$(BIN)/ruff check kb tests benchmarks run.py
	@$(BIN)/mypy
	@$(BIN)/python -m kb check
	@$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/dev ## measure against SQLite FTS5, tantivy and Datasette, side by side (ARGS=--quick for a short run)
	@$(BIN)/python -m benchmarks $(ARGS)

clean: ## remove what was installed and built here (not the instance folder)
	@rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis
