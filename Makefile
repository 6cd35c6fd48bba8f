# Two commands do everything on a fresh machine with Python 3.11 and make: `make site`, `make test`.
# README.md writes them out for a machine without make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test lint golden bench images clean

site: $(READY)
	$(BIN)/jianbao build

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

golden: $(READY)
	$(BIN)/python -m pytest tests/test_golden.py tests/make/test_reference.py -n 0 --golden

images: $(READY)
	$(BIN)/python docs/images.py

bench: $(READY)
	$(BIN)/python -m pip install --quiet '.[bench]'
	$(BIN)/python benchmarks/build.py

clean:
	rm -rf $(VENV) .jianbao
	find output -mindepth 1 -not -name .gitkeep -delete

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[all,dev]'
	touch $(READY)
