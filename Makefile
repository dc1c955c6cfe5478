# Every target says what it does in `make help`. PYTHON=python3.12 make demo chooses another Python.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
RUN_STAMP = .venv/.installed
TEST_STAMP = .venv/.installed-test
WORKERS ?= 2

.PHONY: help demo demo-reset test test-nightly test-machines test-servers image-check fast lint audit check format messages static sbom

help:  ## What can I make?
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

demo: $(RUN_STAMP)  ## A demo municipality with everything running; keeps its data
	@$(BIN)/renogroep demo --port $(PORT)

demo-reset: $(RUN_STAMP)  ## The same, starting over
	@$(BIN)/renogroep demo --port $(PORT) --reset

test: $(TEST_STAMP)  ## Every test, on SQLite and PostgreSQL, browser tests included
	@$(BIN)/python -m tests.support.chromium
	$(BIN)/pytest -n $(WORKERS) --hypothesis-profile thorough

test-nightly: $(TEST_STAMP)  ## The same with every test of pages on PostgreSQL too
	@$(BIN)/python -m tests.support.chromium
	$(BIN)/pytest -n $(WORKERS) --hypothesis-profile thorough --nightly

test-machines: $(TEST_STAMP)  ## Tests that need nginx and other servers of Debian
	$(BIN)/pytest -n 0 --machines --ignore tests/system/test_four_servers.py tests/system

test-servers: $(TEST_STAMP)  ## Four servers on one machine, some killed, on an evening with 500 presses
	$(BIN)/pytest -n 0 --machines tests/system/test_four_servers.py

image-check: $(TEST_STAMP)  ## Carry out the Containerfile without a container engine; needs root
	$(BIN)/python -m tests.support.image_check

fast: $(TEST_STAMP)  ## Rules and the house itself, in seconds
	$(BIN)/pytest -n 0 -m 'not slow' tests/unit tests/system/test_house.py

lint: $(TEST_STAMP)  ## Style, types, import contracts, packages and their licences, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/python -m tests.support.sbom
	$(BIN)/python -m tests.support.licences
	$(BIN)/pytest tests/unit/translations

audit: $(TEST_STAMP)  ## Known leaks of what we depend on; fails when the advisories cannot be read
	$(BIN)/python -m tests.support.audit

check: lint test  ## Everything that has to be green

format: $(TEST_STAMP)  ## Write the code as the formatter does
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(TEST_STAMP)  ## Gather sentences for translation and compile the catalogues
	$(BIN)/python -m tests.support.messages

sbom: $(TEST_STAMP)  ## List what the lock installs in sbom.json
	$(BIN)/python -m tests.support.sbom write

static: $(TEST_STAMP)  ## Compress style sheets and pictures again after a change
	$(BIN)/python -m tests.support.static

$(RUN_STAMP): requirements.txt setup.cfg
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(TEST_STAMP): requirements-test.txt setup.cfg
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@ $(RUN_STAMP)
