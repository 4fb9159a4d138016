PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: setup demo test check bench reports train lint types layers

setup: ## make a virtual environment and install framing with its development tools
	bash scripts/setup.sh $(VENV)

demo: ## compare the sample event and write the report
	$(BIN)/framing demo

check: lint types layers ## all static checks

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

test: check ## all checks and tests
	$(BIN)/pytest -n 2

bench: ## start-up, cold and warm diff as ratios
	$(BIN)/python tools/bench.py

reports: ## rebuild the rendered samples in reports/
	$(BIN)/python tools/reports.py

train: ## rebuild the shipped coefficients from the gold sets (FRAMING_EVAL)
	$(BIN)/python -m framing.train all
