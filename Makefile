# Everything here sets itself up: packaging/setup.sh downloads what is missing, once, into .tools and .venv.
# ARGS are passed on: make run ARGS=--debug, make test ARGS="-k gate".

BIN = .venv/bin
READY = .venv/.ready
LOWEST = .cache/lowest
# tests/conftest.py says how many processes `auto` is; `make test ARGS="-n 0"` runs the tests in one.
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal
# The private desktop that these tests start is a Linux one.
ELSEWHERE = --exclude '^tests/(desktop|bench|clients|hosts|wine|tray/linux)/'

# Compiled files make the start quicker, and nothing from outside the project may be imported.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV

# uv trusts the system's certificates, as Brim does: some networks have one of their own. Older uv: NATIVE_TLS.
UV_SYSTEM_CERTS ?= true
UV_NATIVE_TLS ?= true
export UV_SYSTEM_CERTS UV_NATIVE_TLS

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile | awk -F ': ' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: $(READY) ## run Brim in the tray; a demo if no plan is signed in
	@$(BIN)/brim --demo-if-no-login $(ARGS)

check: format-check lint types ## check format, rules and types, then run the tests that need no desktop
	@$(PYTEST) -m "not desktop" $(ARGS)

test: format-check lint lint-workflows types pytest ## check format, rules, workflows and types, then run every test

bench: $(READY) ## measure start, memory, wake-ups and latency
	@$(BIN)/python -m tests.bench.tray $(ARGS)

bench-status: $(READY)
	@$(BIN)/python -m tests.bench.status $(ARGS)

bench-statusline: $(READY)
	@$(BIN)/python -m tests.bench.statusline $(ARGS)

bench-bars: $(READY)
	@$(BIN)/python -m tests.bench.bars $(ARGS)

bench-legibility: $(READY)
	@$(BIN)/python -m tests.bench.legibility $(ARGS)

bench-imports: $(READY)
	@$(BIN)/python -m tests.bench.imports $(ARGS)

bench-history: $(READY)
	@$(BIN)/python -m tests.bench.history $(ARGS)

bench-forecast: $(READY)
	@$(BIN)/python -m tests.bench.forecast $(ARGS)

bench-kills: $(READY)
	@$(BIN)/python -m tests.bench.kills $(ARGS)

bench-frozen: $(READY)
	@PYTHONPATH=packaging $(BIN)/python -m tests.bench.frozen $(ARGS)

bench-usage: $(READY)
	@$(BIN)/python -m tests.bench.usage $(ARGS)

bench-points: $(READY)
	@$(BIN)/python -m tests.bench.usagepoints $(ARGS)

bench-details: $(READY)
	@$(BIN)/python -m tests.bench.details $(ARGS)

bench-politeness: $(READY)
	@$(BIN)/python -m tests.bench.politeness $(ARGS)

bench-providers: $(READY)
	@$(BIN)/python -m tests.bench.providers $(ARGS)

test-wine: $(READY) ## run the Windows tray under Wine
	@$(BIN)/python -m tests.wine.check
	@$(BIN)/python -m tests.wine.frozen

test-hosts: $(READY) ## run Brim in whole desktops, such as GNOME and Plasma
	@$(BIN)/python -m pytest tests/hosts $(ARGS)

test-clients: $(READY) ## run Brim beside the real Claude Code, which npm brings
	@$(BIN)/python -m pytest tests/clients $(ARGS)

test-packages: $(READY) ## install, run, upgrade and remove the packages in fresh systems, as root
	@$(BIN)/python -m pytest tests/packages $(ARGS)

test-lowest: $(READY) ## run the tests that need no desktop with the oldest libraries that Brim takes
	@uv="$$(cat .tools/uv-path)" && "$$uv" venv --quiet --clear --python "$$(cat .tools/python)" $(LOWEST) && \
	"$$uv" pip install --quiet --python $(LOWEST) --resolution lowest-direct --compile-bytecode --editable . --group dev
	@$(LOWEST)/bin/python -m pytest -n auto --dist worksteal -m "not desktop" $(ARGS)

shared-files: $(READY) ## make completions, manual, launcher and icons again
	@PYTHONPATH=packaging $(BIN)/python -m sharedfiles.write

lint: $(READY) ## check the rules that ruff knows
	@$(BIN)/ruff check --quiet

format: $(READY) ## format every file
	@$(BIN)/ruff format
	@$(BIN)/ruff check --quiet --fix

types: $(READY) ## check the types for Linux, macOS and Windows
	@$(MAKE) --no-print-directory --keep-going --jobs=3 types-linux types-darwin types-win32

types-linux types-darwin types-win32: types-%: $(READY)
	@$(BIN)/mypy --platform $* --cache-dir .cache/mypy-$* --no-error-summary $(if $(filter linux,$*),,$(ELSEWHERE))

wheel: $(READY) ## build the wheel into dist, in place of an older one, and start Brim from it
	@mkdir -p dist && find dist -maxdepth 1 -name 'brim-*' \( -name '*.whl' -o -name '*.tar.gz' ! -name 'brim-*-*' \) -delete
	@"$$(cat .tools/uv-path)" build --quiet --python "$$(cat .tools/python)" --out-dir dist
	@"$$(cat .tools/uv-path)" run --quiet --isolated --no-project --python "$$(cat .tools/python)" --with dist/brim-*.whl brim --version

deb: $(READY) ## build the package for Debian and Ubuntu into dist
	@PYTHONPATH=packaging $(BIN)/python -m debpackage.write $(if $(SOURCE_DATE_EPOCH),--time $(SOURCE_DATE_EPOCH)) $(ARGS)

frozen: $(READY) ## build a folder with programs that need no Python, into dist
	@PYTHONPATH=packaging nice $(BIN)/python -m frozen.build $(ARGS)

recipes: $(READY) ## make the recipes of other package managers, into dist/recipes
	@PYTHONPATH=packaging $(BIN)/python -m recipes.write $(ARGS)

release-check: $(READY)
	@PYTHONPATH=packaging $(BIN)/python -m releasing.check "$$TAG"

release-notes: $(READY)
	@PYTHONPATH=packaging $(BIN)/python -m releasing.notes

lint-workflows: $(READY) ## check the workflows of CI and releases
	@for checker in "zizmor --offline --quiet .github" jactionlint; do \
		"$$(cat .tools/uv-path)" run --quiet --isolated --locked --only-group workflows --python "$$(cat .tools/python)" $$checker || exit; done

clean: ## remove everything that was downloaded or built here
	@rm -rf .venv .tools .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks build dist
	@find src tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

format-check: $(READY)
	@$(BIN)/ruff format --check --quiet || { echo 'Some files are not formatted (ruff format --diff shows them). Run: make format' >&2; exit 1; }

pytest: $(READY)
	@$(PYTEST) $(ARGS)

# The mark holds the folder that it was made for: an environment that was moved or lost its Python is made again.
ifneq "$(shell test -x $(BIN)/python && cat $(READY) 2>/dev/null)" "$(CURDIR)"
again = again
endif
$(READY): pyproject.toml uv.lock packaging/setup.sh $(again)
	@sh packaging/setup.sh

.PHONY: help shared-files run check test test-clients test-hosts test-lowest test-packages test-wine bench bench-bars bench-details bench-status bench-statusline bench-forecast bench-history bench-imports bench-kills bench-points bench-legibility bench-politeness bench-frozen bench-usage lint lint-workflows format types types-linux types-darwin types-win32 wheel deb frozen recipes release-check release-notes clean format-check pytest again bench-providers
