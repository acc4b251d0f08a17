# Two commands are all you need: `make run` and `make test`. Each prepares .venv when needed.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PREPARE = @test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-pip"; exit 1; }; \
	"$(PYTHON)" packaging/setup_environment.py
ARGS ?=
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.PHONY: help run test check fix lock models clean

help:
	@echo "make run      start Indoors (ARGS='--profile DIR' and others are passed on)"
	@echo "make test     run the tests, without a screen (ARGS='tests/core -x' chooses)"
	@echo "make check    linters, types and import contracts"
	@echo "make fix      let ruff format and repair the code"
	@echo "make models   fetch the two larger models that benches and some tests use"
	@echo "make lock     pin the newest versions again (needs uv)"
	@echo "make clean    remove .venv and caches"

run:
	$(PREPARE) run
	@.venv/bin/python -m compileall -q app/indoors # confined programs can't keep what they compile
	@.venv/bin/indoors $(ARGS)

test:
	$(PREPARE) test
	@.venv/bin/python -m compileall -q app/indoors
	@QT_QPA_PLATFORM="$${QT_QPA_PLATFORM:-offscreen}" .venv/bin/python -m pytest $(or $(ARGS),-n 2 --dist loadfile --max-worker-restart 1)

check:
	$(PREPARE) test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

fix:
	$(PREPARE) test
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

models:
	$(PREPARE) run
	.venv/bin/python packaging/fetch_models.py $(ARGS)

lock:
	$(LOCK) --upgrade --excludes packaging/excluded.txt pyproject.toml -o requirements.lock
	$(LOCK) --upgrade -c requirements.lock --group build -o requirements-build.lock
	$(LOCK) --upgrade -c requirements.lock --group dev -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
