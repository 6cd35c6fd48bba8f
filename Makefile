# Two commands do everything on a fresh machine with Python 3.11 and make: `make site`, `make test`.
# README.md writes them out for a machine without make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test lint golden bench images wheelhouse clean

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

# All wheels for a PC without internet, in dist/wheelhouse; for this system they are tried in an environment of
# their own. For another one:
# make wheelhouse FOR='--platform win_amd64 --python-version 3.12 --only-binary=:all:'
ON_WINDOWS := colorama  # Click needs it there, which pip can't tell from elsewhere

wheelhouse: $(READY)
	rm -rf dist/wheelhouse dist/tried
	$(BIN)/python -m build --wheel --outdir dist/wheelhouse
	$(BIN)/python -m pip download --quiet --dest dist/wheelhouse $(FOR) \
		"$$(ls dist/wheelhouse/jianbao-*.whl)[all]" $(ON_WINDOWS)
ifndef FOR
	$(PYTHON) -m venv dist/tried
	dist/tried/bin/pip install --quiet --no-index --find-links dist/wheelhouse 'jianbao[all]'
	cd dist/tried && bin/jianbao init site && bin/jianbao new issue site && bin/jianbao build site
	rm -rf dist/tried
endif

clean:
	rm -rf $(VENV) .jianbao dist
	find output -mindepth 1 -not -name .gitkeep -delete

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[all,dev]'
	touch $(READY)
