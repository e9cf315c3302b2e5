# Everything happens in .venv, which experiments/bootstrap.py makes from requirements.lock.
#   PYTHON=python3.13  the Python to make .venv with (default: the first one >= 3.11)
#   PORT=8600          the port of `make run`
#   ARGS="-k denmark"  more arguments for `make test`

SYSTEM_PYTHON := $(or $(PYTHON),python3)
# -I: modules beside bootstrap.py must not shadow the standard library's.
BOOTSTRAP := $(SYSTEM_PYTHON) -I experiments/bootstrap.py

.PHONY: help setup python run demo test bench torture lock lint clean

help: ## List what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup: python ## Install everything into .venv and compile the model
	@$(BOOTSTRAP)

python:
	@command -v "$(SYSTEM_PYTHON)" >/dev/null || { \
	  echo "Inroads needs Python 3.11 or newer and found no $(SYSTEM_PYTHON): install Python, or name one you have, as in make setup PYTHON=/path/to/python3.13." >&2; \
	  exit 1; }

run: setup ## Open the dashboard
	@.venv/bin/inroads dashboard

demo: setup ## Compare a policy with the status quo, in the terminal
	@.venv/bin/inroads compare denmark --set policy.ips.places=0.5

test: python ## Run the tests, those in a browser included
	@$(BOOTSTRAP) --chromium
	@.venv/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

bench: setup ## Measure how fast the model runs
	@.venv/bin/python -m experiments.bench

torture: setup ## Kill experiments hundreds of times and look at what is left (half an hour)
	@.venv/bin/python -m experiments.engine.torture $(ARGS)

lock: ## Resolve pyproject.toml into requirements.lock anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: install it, as in pipx install uv." >&2; exit 1; }
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --extra dev --no-header pyproject.toml -o requirements.lock

lint: setup ## Check the code's style
	@.venv/bin/ruff check .

clean: ## Remove .venv and everything else that can be made again (runs/ stays)
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
