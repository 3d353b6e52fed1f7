# Two commands: `make demo` and `make test`. Both make their own environment in .venv from the hash-locked lists.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: help demo test test-full bench soak lint format lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# Not compiled: Python does so with the fifth of it that a demonstration uses, which takes a second instead of four; tests use all.
$(VENV)/.run: requirements.lock
	@$(PYTHON) tools/environment.py $(VENV) requirements.lock --no-compile
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@$(PYTHON) tools/environment.py $(VENV) requirements-dev.lock
	@test ! -e $(VENV)/.run || $(BIN)/python -m compileall -q $(VENV)/lib || true
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## load real Liaoning, ask the three questions, serve GraphQL (ARGS=--once: stop after the answers)
	@$(BIN)/orgraph demo $(ARGS)

test: $(VENV)/.dev ## everything that must hold: about seven minutes on two cores
	@$(BIN)/python tools/check.py $(ARGS)

test-full: $(VENV)/.dev ## the same and the slow rest
	@$(BIN)/python tools/check.py --full $(ARGS)

bench: $(VENV)/.dev ## side by side with the raw driver: a table, and JSON in benchmarks/results/
	@$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/.dev ## ten minutes of mixed load, an overload, a killed engine (ARGS=--minutes 1: shorter)
	@$(BIN)/python -m benchmarks.soak $(ARGS)

lint: $(VENV)/.dev ## formatting, lint, types, floors
	@$(BIN)/python tools/check.py --lint-only

format: $(VENV)/.dev ## put the code into its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## resolve the hash-locked lists anew, and how much they fetch
	@$(BIN)/python tools/lock.py

clean: ## remove the environment, the store of this folder and fetched servers
	rm -rf $(VENV) .orgraph .cache
