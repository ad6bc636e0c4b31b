# The doors of the project; `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= auto
BIN := .venv/bin
UV := $(or $(shell command -v uv 2>/dev/null),$(wildcard $(BIN)/uv))
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install -qq --disable-pip-version-check)
DEMONSTRATION := exec env DISEASEMAPS_MODE=demonstration $(BIN)/python manage.py
TESTING := DISEASEMAPS_MODE=test $(BIN)/python
CHECKS := lint types house migrations deployment messages-current promises lock-current licences

.DEFAULT_GOAL := help
.PHONY: help demo code test check $(CHECKS) messages lock pictures bench clean FORCE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z].*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# --- What runs the site --------------------------------------------------------------------------

demo: .venv/base.lock ## Set up the demonstration and serve it (PORT=8000, DATABASE_URL=postgresql://...)
	@export DISEASEMAPS_ADDRESS="$${DISEASEMAPS_ADDRESS:-http://localhost:$(PORT)}"; $(DEMONSTRATION) demo --port "$(PORT)"

code: .venv/base.lock ## Print the second factor of an account of the demonstration (USER=editor)
	@$(DEMONSTRATION) code "$(USER)"

# --- What proves it ------------------------------------------------------------------------------

test: .venv/dev.lock ## Run the tests (DATABASE_URL=postgresql://..., ARGS="-k search", JOBS=2)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/dev.lock ## Check style, types, house rules, migrations, settings, translations, promises, licences
	@for check in $(CHECKS); do echo "== $$check"; $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; done; \
	test -z "$$failed" || { echo "These checks failed:$$failed. Each can be run alone, like: make lint"; exit 1; }

lint: .venv/dev.lock
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@find templates -name '*.html' | xargs $(BIN)/djade --check --target-version 5.2

types: .venv/dev.lock
	@DISEASEMAPS_MODE=test $(BIN)/mypy

house: .venv/dev.lock
	@$(BIN)/python -m pytest -q tests/test_house.py

migrations: .venv/dev.lock
	@$(TESTING) manage.py makemigrations --check --dry-run

deployment: .venv/dev.lock
	@$(BIN)/python -m pytest -q tests/diseasemaps/test_settings.py -k deployment_check

messages-current: .venv/dev.lock
	@$(TESTING) -m tests.messages

promises: .venv/dev.lock ## Show every promise beside its tests (ALL=1 counts those to come as well)
	@$(BIN)/python -m tests.promises $(if $(ALL),--all)

lock-current: .venv/dev.lock
	@mkdir -p var && cp requirements/*.txt var/
	@$(call compile,var)
	@for file in base dev; do diff -q requirements/$$file.txt var/$$file.txt || { echo "Run: make lock"; exit 1; }; done

licences: .venv/dev.lock
	@$(BIN)/python -m tests.licences

# --- What keeps it current -----------------------------------------------------------------------

messages: .venv/dev.lock ## Bring the translations up to date with the code
	@$(TESTING) -m tests.messages --write

lock: .venv/dev.lock ## Lock the requirements again (UPGRADE=1 takes newer versions)
	@$(call compile,requirements)

pictures: .venv/dev.lock ## Take the pictures of the README again from the running demonstration (PORT=8000)
	@$(BIN)/python -m tests.pictures "http://localhost:$(PORT)"

bench: .venv/dev.lock ## Measure what must be quick, on the whole catalogue
	@$(foreach file,$(wildcard bench/*.py),$(TESTING) -m $(subst /,.,$(basename $(file))) &&) true

clean: ## Remove what can be made again; what was entered stays in var/
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

compile = for file in base dev; do \
	ins=requirements/base.in; test $$file = base || ins="$$ins requirements/dev.in"; \
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  $(if $(UPGRADE),--upgrade) $$ins --output-file $(1)/$$file.txt || exit 1; done

# --- The environment: made once, changed only when a lock changes ----------------------------------

$(BIN)/python: FORCE
	@$@ -c "import pip" 2>/dev/null || { \
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
	  || { echo "Python 3.11 or later is needed, and “$(PYTHON)” is not. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }; \
	$(PYTHON) -c "import ensurepip, venv" 2>/dev/null \
	  || { echo "Python's venv is missing. On Debian and Ubuntu, install it with: apt install python3-venv"; exit 1; }; \
	echo "Making .venv ..."; $(PYTHON) -m venv .venv; }

.venv/%.lock: requirements/%.txt $(BIN)/python FORCE
	@cmp -s $< $@ || { echo "Installing requirements/$*.txt, which takes a minute the first time ..."; $(INSTALL) --require-hashes -r $< && cp $< $@; }
