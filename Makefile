# make run: the whole site on this machine.   make test: all tests but the long ones.
# make test-fast: the tests that take no second each.   make test-all: "make test" and the rest.
# make test-postgres: the tests that need a PostgreSQL server, but the long ones.
# make content: the shipped words held to the rules of guidance/quality/rules/.
# make bench-pdf: the time and the memory of a PDF, held to their bars.
# make fuzz: 20,000 made-up requests, of which "make test" has 500.
# make bench-search: the search in 2,000 pages, its memory and its CPU held to their bars.
# make bench-render: the CPU of rendering each kind of page; OLD=FOLDER sets an older release beside it.
# make bench-storm: a reader beside 50 parallel PDFs, held to a bar.
# make lock: requirements.txt and requirements-dev.txt with all versions and hashes.
# make other-browsers: the running site looked at with Firefox and WebKit, which are from Debian.
# make pictures: the pages of pictures in docs/, before and after and of the tools, written anew.
# make walk-table: tests/walk/flow_signed_off.txt, the ways of the walk to sign, written anew.
# make scorecard: docs/scorecard.md written anew from the shipped words.
# make editor: static/js/editor.js, the editor of the staff area, built anew with npm.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes
LOCK_FLAGS = --quiet --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command "make lock" $(UPGRADE)
PURE := guidance.pages guidance.search guidance.walk guidance.handout guidance.quality

# Compiled modules are kept: the tests start some hundred processes, which would compile them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run staff lock test test-fast test-postgres test-more test-all fuzz check content scorecard walk-table
.PHONY: bench-pdf bench-search bench-render bench-storm other-browsers pictures format editor check-editor
.DEFAULT_GOAL := run

.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install $(PIP_FLAGS) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	$(BIN)/pip install $(PIP_FLAGS) -r requirements-dev.txt
	@touch $@

# Both files anew from requirements.in and requirements-dev.in. Versions stay, if those two let
# them; "make lock UPGRADE=--upgrade" takes the newest of all that the two do not name.
lock:
	test -x .venv/lock/bin/uv || $(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet --disable-pip-version-check uv==0.9.30
	.venv/lock/bin/uv pip compile $(LOCK_FLAGS) requirements.in --output-file requirements.txt
	.venv/lock/bin/uv pip compile $(LOCK_FLAGS) --constraint requirements.txt \
		requirements-dev.in --output-file requirements-dev.txt

run: export SITE_ADDRESS = http://127.0.0.1:$(PORT)
run: .venv/runtime
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/python manage.py load_content --if-empty --publish
	@$(BIN)/python manage.py update_content
	@echo "The site is at $(SITE_ADDRESS)"
	@echo "To make a staff account for $(SITE_ADDRESS)/admin/ run: make staff"
	@exec $(BIN)/gunicorn spms_site.wsgi --bind 127.0.0.1:$(PORT) --log-level warning

staff: .venv/runtime
	@$(BIN)/python manage.py create_staff

PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

# Traced tests take twice as long. Those marked "pure" run every line of the pure modules, so only
# they are traced, and only these modules. The folders save collecting the others.
PURE_TESTS := $(PURE:guidance.%=tests/%)
test: .venv/dev
	$(BIN)/python tests/get_browser.py
	$(BIN)/python tests/get_nginx.py
	$(PYTEST) -m "pure and not long" --cov-report= $(PURE:%=--cov=%) $(PURE_TESTS)
	$(BIN)/coverage report --fail-under=100
	$(PYTEST) -m "not pure and not long and not postgresql"

# Only these folders are collected; tests/conftest.py marks the others as slow.
FAST := $(PURE_TESTS) $(addprefix tests/,models project views)
test-fast: .venv/dev
	$(PYTEST) -m "not slow and not long" $(FAST)

# Whole sites on PostgreSQL, where they work differently. Only these folders have such tests.
test-postgres: .venv/dev
	$(PYTEST) -m "postgresql and not long" tests/editorial tests/site

# What "make test" leaves out: the whole matrices, whole sites on PostgreSQL, and on PostgreSQL
# the tests of code that writes.
TESTS_OF_ROWS := $(addprefix tests/,admin content editorial models sign_in)
test-more: .venv/dev
	$(PYTEST) -m "long or postgresql"
	TESTS_ON=postgresql $(PYTEST) -m "database and not long" $(TESTS_OF_ROWS)

test-all: test test-more

# FUZZ_SEED=… makes other requests than those of the last time.
fuzz: .venv/dev
	FUZZ_REQUESTS=20000 $(BIN)/python -m pytest tests/views/test_bad_input.py -k mixed -m "not long"

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check
	git ls-files -z '*.py' | xargs -0 $(BIN)/django-upgrade --target-version 5.2
	@$(DEPLOYED) && $(BIN)/python manage.py check --deploy --fail-level WARNING && \
		$(BIN)/mypy guidance spms_site gunicorn.conf.py
	@$(SHIPPED) && $(BIN)/python manage.py makemigrations --check --dry-run && \
		$(BIN)/python manage.py check_content --errors-only && $(BIN)/python manage.py scorecard --check

# In a folder and a database of its own: the shipped files are looked at, not what editors made of them.
SHIPPED := STATE_FOLDER=$$(mktemp -d) && export STATE_FOLDER && trap 'rm -rf "$$STATE_FOLDER"' EXIT && \
	unset DATABASE_URL && \
	$(BIN)/python manage.py migrate --verbosity 0 && \
	$(BIN)/python manage.py load_content > "$$STATE_FOLDER/loaded"

DEPLOYED := STATE_FOLDER=$$(mktemp -d) && export STATE_FOLDER && trap 'rm -rf "$$STATE_FOLDER"' EXIT && \
	unset DATABASE_URL STATIC_FOLDER && export SITE_ADDRESS=https://spms.example.org && \
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0

content: .venv/runtime
	@$(SHIPPED) && $(BIN)/python manage.py check_content

# The ways of the walk written anew for a clinician to read and sign.
walk-table: .venv/dev
	$(BIN)/python -m tests.walk.signed_off

scorecard: .venv/runtime
	@$(SHIPPED) && $(BIN)/python manage.py scorecard

# The editor of the staff area. The built file is kept, so that nothing else here needs npm.
editor: editor/node_modules/.package-lock.json
	npm --prefix editor run --silent build

# Fails if the kept file is not what its sources make. Without npm and its packages it says that it
# did not look.
check-editor:
	@if command -v npm > /dev/null && $(MAKE) --silent editor/node_modules/.package-lock.json; then \
		npm --prefix editor run --silent check && echo "static/js/editor.js is as its sources."; \
	else echo "NO NPM OR NO PACKAGES: static/js/editor.js was not compared with editor/src/."; fi

editor/node_modules/.package-lock.json: editor/package-lock.json
	npm --prefix editor ci --silent
	@touch $@

# Our PDF beside a browser's print, and its memory: ratios only. Not part of "make test".
bench-pdf: .venv/dev
	$(BIN)/python -m tests.bench_pdf

# The shipped pages many times over. Not part of "make test".
bench-search: .venv/dev
	@$(SHIPPED) && DJANGO_SETTINGS_MODULE=spms_site.settings $(BIN)/python -m tests.bench_search

# In folders of their own. OLD is a worktree of an older release, with the packages of this one.
bench-render: .venv/dev
	@$(BIN)/python -m tests.bench_render $(OLD)

# The real site under a storm of PDFs: a ratio only. Not part of "make test".
bench-storm: .venv/dev
	$(BIN)/python -m tests.bench_storm

# Not part of "make test". PORT=… names another running site, LOOK=… another folder for pictures.
LOOK ?= /tmp/other-browsers
other-browsers:
	test -x .venv/browsers/bin/python || $(PYTHON) -m venv .venv/browsers
	.venv/browsers/bin/pip install --quiet --disable-pip-version-check playwright==1.58.0 selenium==4.51.0
	.venv/browsers/bin/python tests/browser/other_browsers.py http://127.0.0.1:$(PORT) $(LOOK)

# Not part of "make test": two releases, and some hundred pictures.
pictures: .venv/dev
	$(BIN)/python tests/get_browser.py
	$(BIN)/python -m tests.browser.pictures

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2
