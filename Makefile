# Two commands do it all: `make demo` and `make test`. `make help` lists the rest.
# Everything runs in .venv, made from requirements-dev.lock when that is new (.ci/setup).

.DEFAULT_GOAL := setup
BIN := .venv/bin
READY := .venv/.ready
ARGS ?=

.PHONY: setup demo test soak fuzz fuzz-guided lint format bench eval docs picture icons guide audit mutants lock clean help

setup: $(READY) ## create .venv from the lock file (what plain `make` does)
	@echo 'Ready. Next: make demo, make test, or .venv/bin/posture --help'

$(READY): requirements-dev.lock pyproject.toml .ci/setup .ci/system-check
	@.ci/setup

# An environment does not survive being moved: the stamp holds the folder it was made in.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

demo: $(READY) ## calibrate, watch and report on a bundled recording: no camera, no display
	@$(BIN)/posture demo $(ARGS)

test: $(READY) ## run the tests; one of them: make test ARGS="-k calibration"
	@$(BIN)/python -m pytest $(ARGS)

fuzz: $(READY) ## 5,000 damaged inputs of each kind; one of them: make fuzz ARGS="record_bytes"
	@$(BIN)/python -m tests.fuzz $(ARGS)

fuzz-guided: $(READY) ## the same, bred by what they reach (Linux on x86-64); ARGS="import_csv --inputs 2000"
	@.ci/tools
	@.venv-tools/bin/python -m tests.fuzz.guided $(ARGS)

soak: $(READY) ## the real monitor under random faults for 30 minutes; ARGS="--minutes 120"
	@$(BIN)/python -m tests.soak $(ARGS)

lint: $(READY) ## check with ruff, mypy --strict for each system, and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo mypy, for each system at once; types=""; for system in linux darwin win32; do \
	    $(BIN)/mypy --platform $$system --cache-dir .mypy_cache/$$system & types="$$types $$!"; \
	done; for each in $$types; do wait $$each || exit 1; done
	$(BIN)/lint-imports

format: $(READY) ## format, and fix what ruff can fix by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## measure start-up, time to notice a slouch, and cost beside other monitors
	@$(BIN)/python tests/bench/startup.py $(ARGS)
	@$(BIN)/python -m tests.bench.noticing
	@$(BIN)/python -m tests.bench.peers $(PEERS)
	@$(BIN)/python -m tests.bench.tray

analyze-check: $(READY) ## 200 recordings by one job, two, and a Dask cluster, broken off: all alike?
	@$(BIN)/python -m tests.bench.analyze_check $(ARGS)

eval: $(READY) ## measure the angles against recordings with known angles
	@$(BIN)/python -m tests.accuracy $(ARGS)

audit: $(READY) ## known vulnerabilities of the locked packages (needs a network), and their licences
	@.ci/tools
	@.ci/audit

mutants: $(READY) ## change the core's code bit by bit: do its tests notice? ARGS="--seconds 7" is quicker
	@.ci/tools
	@: mutmut makes all changes and measures all tests, however few of them it is to try
	PATH="$(CURDIR)/.venv-tools/bin:$$PATH" POSTURE_TEST_EXAMPLES=12 mutmut run 'posture.core.verdict.schedule.*'
	@cd mutants && POSTURE_TEST_EXAMPLES=12 ../.venv-tools/bin/python -m tests.mutants $(ARGS)

docs: $(READY) ## update docs/commands.md from the help of every command
	@$(BIN)/python -m tests.support.command_reference docs/commands.md

picture: $(READY) ## redraw docs/report.png from an invented day (needs Chromium; best with fonts-inter)
	@$(BIN)/python -m tests.support.report_picture docs/report.png

guide: $(READY) ## redraw the pictures of docs/guide/
	@$(BIN)/python -m tests.support.guide_pictures docs/guide

icons: $(READY) ## redraw the icon's PNG files from assets/icons/*.svg
	@$(BIN)/python assets/render_icons.py

lock: $(READY) ## update the lock files (needs uv); newer versions: make lock UPGRADE=--upgrade
	@.ci/lock $(UPGRADE)

clean: ## remove .venv and everything else make created
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile
