# The words of this project. Each is one line of Python or Django; none needs root.
# Paths may hold spaces: everything is relative, and no target names a file.

PYTHON_SYSTEM ?= $(or $(shell command -v python3.11 || command -v python3),python3)
PYTHON := .venv/bin/python
SETUP = @"$(PYTHON_SYSTEM)" -m jailrecords.local.setup
MANAGE := $(PYTHON) manage.py
PORT ?= 8000
PYTEST ?= -n 2

export PORT
export PYTHONUNBUFFERED = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix seed bench shell lock down backup restore
BACKUPS ?= backups

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## packages, assets, database: everything but running it
	$(SETUP)
	@$(PYTHON) -m jailrecords.local up
	@$(MANAGE) migrate --verbosity 1

demo: setup seed ## the whole system on http://127.0.0.1:8000 (PORT=… for another)
	@$(PYTHON) -m jailrecords.local serve

seed: setup ## invented people of King County, once (SEED_BOOKINGS=300 for fewer)
	@$(MANAGE) seed $(if $(SEED_BOOKINGS),--bookings $(SEED_BOOKINGS))

test: ## every test, as the application's database role
	$(SETUP) --tests
	@$(PYTHON) -m jailrecords.local up
	@$(PYTHON) -m pytest $(PYTEST)

check: ## everything a reviewer would otherwise have to look for; counts failures
	$(SETUP) --tests
	@$(PYTHON) -m jailrecords.local up
	@$(PYTHON) -m jailrecords.local.check

fix: ## format, and repair what can be repaired
	$(SETUP) --tests
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

bench: setup ## how fast, on this machine
	$(SETUP) --tests
	@$(PYTHON) -m bench

shell: setup ## Django's shell, as the application's role
	@$(MANAGE) shell

backup: setup ## everything on record into a folder (BACKUPS=…)
	@$(MANAGE) backup "$(BACKUPS)"

restore: setup ## bring a backup back, checked, in place of what stands (FROM=…)
	@$(if $(FROM),$(MANAGE) restore "$(FROM)",echo "Which one? make restore FROM=$(BACKUPS)/…"; ls -1 "$(BACKUPS)" 2>/dev/null; exit 2)

lock: ## write the hashed requirement files after changing a requirements*.in
	$(SETUP) --tests
	@$(PYTHON) -m jailrecords.local.lock

down: ## stop the demo and this checkout's servers
	@$(PYTHON) -m jailrecords.local down
