# Everything is set up by the target that needs it; `make demo` and `make test` are all a newcomer
# has to know. Python 3.11 or later and a network connection for the first run are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp

.PHONY: demo test torture fuzz gate lint types layers docs lock serve clean help

help:            ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

demo: $(RUN)     ## read the example watch and write its situation report
	$(BIN)/trucewatch demo --dir demo --no-open

test: $(DEV)     ## run the tests
	$(BIN)/python -m pytest -n 2 --ignore=tests/gate

torture: $(DEV)  ## 10,000 power cuts, 1,000 kills and more against the ledger, with counts
	TRUCEWATCH_POWER_CUTS=10000 TRUCEWATCH_KILLS=1000 TRUCEWATCH_FLIPS=5000 \
	  TRUCEWATCH_SYSCALLS=40 $(BIN)/python -m pytest -s tests/torture

fuzz: $(DEV)     ## a hundred times as many made-up inputs for every parser of our own
	TRUCEWATCH_FUZZ=100 $(BIN)/python -m pytest -n 2 tests/intake/test_fuzz.py

gate: $(DEV)     ## measure accuracy on the gold sets against the pinned floors
	$(BIN)/python -m pytest tests/gate

lint: $(DEV)     ## ruff, all rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)    ## mypy --strict
	$(BIN)/mypy

layers: $(DEV)   ## imports go down only
	$(BIN)/lint-imports

lock: $(DEV)     ## pin every dependency again, with hashes
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 pyproject.toml locks/build.in -o locks/run.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 pyproject.toml locks/build.in --group dev -o locks/dev.txt

clean:           ## remove the environment and the demo
	rm -rf $(VENV) demo

# pip 23.2 cannot resolve two packages that ask for the same lxml extra: pip is upgraded first.
$(VENV)/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "trucewatch needs Python 3.11 or later: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade 'pip>=25'
	@touch $@

$(RUN): $(VENV)/pip.stamp locks/run.txt pyproject.toml
	$(BIN)/python -m pip install -q --require-hashes -r locks/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUN) locks/dev.txt
	$(BIN)/python -m pip install -q --require-hashes -r locks/dev.txt
	@touch $@
