# make run · make test · make check · make bench; see README.md.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PEER := .venv-bench/.installed

.PHONY: install run test check bench lock

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@.ci/install $(VENV)
	@touch $@

run: install
	@exec $(VENV)/bin/resto-bot serve --demo

test: install
	@exec $(PY) -m pytest

check: install
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/deptry bot storage migrations

bench: install $(PEER)
	@exec $(PY) -m tests.bench

# The framework that the benchmark measures beside us pins other libraries than ours.
$(PEER): tests/bench/requirements.txt
	@{ $(PY) -m venv --clear $(@D) && $(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $< && touch $@; } \
		|| { rm -rf $(@D); echo "aiogram could not be installed; its row will say so." >&2; }

# Needs uv, and the network.
lock:
	@echo '# Made by `make lock`; every file with its hash, no index address.' > requirements.lock
	uv export --format requirements-txt --no-emit-project --no-header --all-extras -q >> requirements.lock
