# Everything this project can do with one command each: `make help` lists them.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 3

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
LOCKED := UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate $(UPGRADE)
BROWSER_FILES := $(shell find templates static live/web/translations -path static/vendor -prune -o -type f ! -name '*.mo' -print)

RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
PACKAGES_READY := node_modules/.ready
CHECKERS_READY := node_modules/.checkers-ready
BROWSER_READY := static/vendor/.ready
SERVICES_READY := $(VENV)/.services-ready

# Python is compiled once and kept: each worker, and each program that a test starts, would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
COMPILE = @$(PYTHON) -m compileall -q -j 2 app.py bench live tests tools

.DEFAULT_GOAL := help
.PHONY: help run unit test faults check check-types check-python check-browser lock reviewed sbom site wheel deb bundle release coverage soak bench bench-report protocol rooms screenshots setup clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(RUN_READY) $(BROWSER_READY) ## set up and start the server with a rehearsal; HOST=0.0.0.0 serves the control room, PORT=8000
	@exec $(PYTHON) app.py serve --rehearsal --host $(HOST) --port $(PORT)

setup: $(DEV_READY) $(CHECKERS_READY) $(BROWSER_READY) $(SERVICES_READY) ## everything that the tests need, without running them

test: setup check ## set up, check the style and the types, run every test but the longer half
	$(COMPILE)
	$(PYTHON) -m tools.node --test --test-concurrency=2 tests/static/ tests/integrations/
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not faults"

faults: setup ## the longer half: killed, frozen, cut off, whole shows, whole grids, the rest of the browser
	$(COMPILE)
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m faults

unit: $(DEV_READY) $(CHECKERS_READY) $(BROWSER_READY) ## the pure rules alone, in half a minute
	$(PYTHON) -m tools.node --test --test-concurrency=2 tests/static/ tests/integrations/
	$(PYTHON) -m pytest -n 2 --dist loadfile tests/domain tests/language tests/protocol tests/rules

check: $(DEV_READY) $(CHECKERS_READY) ## ruff, mypy and bandit; known vulnerabilities; prettier, eslint, stylelint and tsc
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-types check-python check-browser

check-types:
	$(PYTHON) -m mypy

check-python:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive app.py live
	$(PYTHON) -m tools.audit_packages

check-browser:
	$(PYTHON) -m tools.check_static

lock: $(DEV_READY) ## write the lock files anew from requirements*.txt; UPGRADE=--upgrade takes the newest of what is not named there
	$(LOCKED) requirements.txt --output-file requirements.lock
	$(LOCKED) requirements-dev.txt --output-file requirements-dev.lock

reviewed: $(DEV_READY) ## ask for known vulnerabilities and keep the list of the packages that have none
	$(PYTHON) -m tools.audit_packages --write

sbom: $(DEV_READY) ## write sbom.json: what the product is made of, as CycloneDX
	$(PYTHON) -m cyclonedx_py requirements requirements.lock --output-reproducible --output-file sbom.json

site: $(RUN_READY) $(BROWSER_READY) ## the documentation as files for a browser without a server, in dist/docs
	@$(PYTHON) -m tools.docs_site

wheel: $(RUN_READY) $(BROWSER_READY) ## the whole program as one file in dist/, to be installed by pipx where there is neither make nor Node
	$(PYTHON) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-index --wheel-dir dist .

deb: $(RUN_READY) $(BROWSER_READY) ## a package of Debian in dist/, with every wheel that it needs; as ARCHITECTURE=arm64 for the other processor
	@$(PYTHON) -m tools.pack_deb $(if $(ARCHITECTURE),--architecture $(ARCHITECTURE))

bundle: deb ## that package, the pages and a script in one archive, for a network without internet
	@$(PYTHON) -m tools.pack_bundle $(if $(ARCHITECTURE),--architecture $(ARCHITECTURE))

release: $(RUN_READY) ## give the changes so far the number VERSION: in CHANGELOG.md and pyproject.toml, as a commit and its tag
	@$(PYTHON) -m tools.release $(VERSION)

coverage: setup ## the tests of make test once more, and how much of live/ they run, by lines and branches
	$(PYTHON) -m coverage erase
	PYTHONWARNINGS=ignore::Warning:coverage.collector $(PYTHON) -m coverage run -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not faults"
	$(PYTHON) -m coverage combine --quiet
	$(PYTHON) -m coverage report

soak: setup ## kills, whole shows, the law of the screens and what may grow, at full counts; LIVE_SOAK_MINUTES=60
	LIVE_SOAK=1 $(PYTHON) -m tools.setup_services
	LIVE_SOAK=1 $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m soak

bench: setup ## the benchmarks; prints JSON
	@$(PYTHON) -m bench

bench-report: $(DEV_READY) ## the last runs of make bench as one page of small charts
	@$(PYTHON) -m bench.report

protocol: $(DEV_READY) ## write static/generated and the tables of docs/protocol.md anew
	@$(PYTHON) -m tools.protocol

rooms: $(DEV_READY) ## how many files each folder holds, and the longest file
	@$(PYTHON) -m tools.rooms

screenshots: setup ## take the pictures of docs/screenshots anew, of an invented show
	@$(PYTHON) -m tools.screenshots

clean: ## remove what set-up made; the database stays
	rm -rf $(VENV) node_modules static/vendor .pytest_cache .mypy_cache .ruff_cache .coverage .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON):
	@python=$$(sh tools/setup_python.sh) && "$$python" -m venv $(VENV)

$(RUN_READY): requirements.lock | $(PYTHON)
	$(INSTALL) -r requirements.lock
	@touch $@

$(DEV_READY): requirements-dev.lock requirements.lock | $(PYTHON)
	$(INSTALL) -r requirements-dev.lock
	@touch $@ $(RUN_READY)

$(PACKAGES_READY): package.json package-lock.json tools/setup_browser_packages.py tools/requirements-node.txt | $(PYTHON)
	$(PYTHON) tools/setup_browser_packages.py --omit=dev
	@touch $@

$(CHECKERS_READY): package.json package-lock.json tools/setup_browser_packages.py tools/requirements-node.txt | $(PYTHON)
	$(PYTHON) tools/setup_browser_packages.py
	@touch $(PACKAGES_READY) $@

# The sprite of icons and the compiled translations are made from the pages themselves.
$(BROWSER_READY): $(PACKAGES_READY) tools/vendor.py $(BROWSER_FILES) | $(RUN_READY)
	$(PYTHON) tools/vendor.py
	@touch $@

$(SERVICES_READY): tools/setup_services.py tests/support/binaries.py | $(PYTHON)
	$(PYTHON) -m tools.setup_services
	@touch $@
