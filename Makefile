# make run   everything that is needed, then the finder on http://127.0.0.1:8000
# make test  everything that is checked, the browser included
# make lock  write the lock files anew from pyproject.toml
# make prove  every output against the evaluator, every minute of 400 days
# make prove-hours  compare the opening hours with two other engines: 20,000 expressions, then the
#   texts of the list and of a made-up one over 400 days
# make prove-api  ask the API thousands of right and wrong questions and hold it to its description
# make prove-publishing  kill 200 publishing processes and look at what is left
# make prove-faults  break everything that a running server stands on
# make coverage  which lines and branches of the core the tests reach; less than 95 % is an error
# make mutants  spoil the code of the hours and distances in 500 small ways: do the tests notice?
#   PART=zh_ for some modules, SAMPLE=0 for all mutants (hours), SEED=2 for others, PROCESSES=4
# make audit  ask the lists of known weaknesses about every pinned package; needs a network
# make fuzz  hostile and broken input for every way in; RUNS=1000000, TARGET=csv, SEED=1
# make fuzz-guided  the same, changed towards code that no input has reached yet; RUNS=300000, TARGET, SEED
# make fuzz-patterns  every regular expression on the longest text that it is given
# make weigh  how many bytes and milliseconds the pages cost a phone on a slow network
# make bench  all ways to the nearest open facility against each other; PART=index, SIZE=all or 1000,
#   POSTGRES=postgresql://…, JSON=file
# make soak  ten minutes of load on the real server, every answer of a sample compared
# make bench-files  how fast a file of 100,000 facilities is checked and published
# make bench-million  the same of a million, which takes ten minutes
# make bench-hours  how fast the opening hours are read and answered

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8000
POSTGRES ?= $(FINDER_BENCH_POSTGRES)

.PHONY: run test check lock clean catalogue chromium postgresql assets dev-assets prove prove-api prove-hours prove-publishing prove-faults bench bench-hours bench-files bench-million weigh soak coverage mutants audit fuzz fuzz-guided fuzz-patterns

run: assets
	@exec $(BIN)/finder serve --port $(PORT)

test: check
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: dev-assets chromium postgresql
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The module venv is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned Python packages …"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(PIP) install -r requirements-dev.lock
	@touch $@

assets: $(VENV)/.installed
	@$(BIN)/python tooling/build.py

dev-assets: $(VENV)/.installed-dev
	@$(BIN)/python tooling/build.py --dev

chromium:
	@tooling/chromium

postgresql:
	@tooling/postgresql

catalogue: dev-assets
	@$(BIN)/python tooling/catalogue.py
	@$(BIN)/python tooling/build.py --dev

prove: assets
	@$(BIN)/finder prove --from 2026-01-01 --days 400

prove-api: dev-assets
	@$(BIN)/python -m tests.oracle.described --examples $(or $(EXAMPLES),500)

prove-hours: dev-assets
	@$(BIN)/python -m tests.oracle.differential --count 20000 --days 60
	@$(BIN)/python -m tests.oracle.lists --from 2026-01-01 --days 400

# Without what runs the finder as a program or in a browser, which adds time and reaches no more.
coverage: dev-assets
	@rm -rf var/coverage && mkdir -p var/coverage
	@$(BIN)/coverage run -m pytest -q -n auto --maxprocesses 4 --dist loadfile \
	  $(patsubst %,--ignore-glob='tests/test_%.py',*browser* access architecture benchmarks described \
	  faults patience server several_machines)
	@$(BIN)/coverage combine -q && $(BIN)/coverage report

bench: dev-assets
	@$(BIN)/python -m tests.benchmarks --part '$(PART)' --size '$(SIZE)' --postgres '$(POSTGRES)' \
	  $(if $(JSON),--json '$(JSON)')

bench-hours: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest tests/benchmarks/bench_hours.py --benchmark-columns=min,median,rounds

bench-files: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks.bench_files

bench-million: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks.bench_files --million

mutants: dev-assets
	@$(PIP) install --no-build-isolation --editable '.[mutation]'
	@$(BIN)/python -m tooling.mutants --part '$(PART)' --sample $(or $(SAMPLE),500) --seed $(or $(SEED),1) --processes $(or $(PROCESSES),2)

audit: dev-assets
	@$(BIN)/python -m tooling.audit

fuzz: dev-assets
	@$(BIN)/python -m tests.fuzz --runs $(or $(RUNS),1000000) --seed $(or $(SEED),1) \
	  $(if $(TARGET),--target $(TARGET))

fuzz-guided: dev-assets
	@$(PIP) install --no-build-isolation --editable '.[fuzzing]'
	@$(BIN)/python -m tests.fuzz.guided --runs $(or $(RUNS),300000) --seed $(or $(SEED),1) \
	  $(if $(TARGET),--target $(TARGET))

weigh: dev-assets chromium
	@$(BIN)/python -m tooling.weight

soak: dev-assets
	@$(BIN)/python -m tooling.soak --seconds $(or $(SECONDS),600)

prove-faults: dev-assets
	@$(BIN)/python -m pytest tests/test_faults.py tests/test_patience.py -m 'long or not long'

prove-publishing: $(VENV)/.installed-dev postgresql
	@$(BIN)/python -m tests.oracle.crashes --rounds 200
	@$(BIN)/python -m tests.oracle.shared_crashes --rounds 30

lock: $(VENV)/bin/python
	@$(PIP) install pip-tools
	@$(BIN)/python -m piptools compile -q --strip-extras --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --allow-unsafe --extra build -o requirements.lock pyproject.toml
	@$(BIN)/python -m piptools compile -q --strip-extras --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --allow-unsafe --extra build --extra dev -o requirements-dev.lock pyproject.toml

clean:
	@rm -rf $(VENV) node_modules static/vendor var

fuzz-patterns: dev-assets
	@$(BIN)/python -m tests.fuzz.patterns
