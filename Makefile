# make demo    set up, then print the table of the articles in seeds/ and the report on one
# make test    set up, then run the tests
# make lint    ruff and mypy        make check    lint and test        make clean    undo set-up
# make docs    write docs/rules.md and docs/report.svg anew
# make fuzz    hostile texts of half a megabyte; takes minutes
#
# Needs Python 3.11 or newer, git and make; everything else goes into a folder of its own:
# VENV=folder to put it elsewhere, PYTHON=command to choose the interpreter.

VENV ?= .venv
PYTHON ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# findings are what the demo is for: only a run that went wrong fails the target
VERDICT = code=$$?; echo; [ $$code -le 1 ]

.PHONY: demo test lint check fuzz docs picture clean

demo: $(VENV)/.installed
	@echo; echo '$$ copydesk check seeds/'; echo
	@$(BIN)/copydesk check seeds/; $(VERDICT)
	@echo '$$ copydesk check --profile news seeds/000_c76ce0a92357996b.txt'; echo
	@$(BIN)/copydesk check --profile news seeds/000_c76ce0a92357996b.txt; $(VERDICT)
	@echo 'Exit 1 is what these articles are for. Your own: $(BIN)/copydesk check FILE'

test: $(VENV)/.developing
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

fuzz: $(VENV)/.developing
	COPYDESK_FUZZ=1 $(BIN)/python -m pytest tests/hostile

docs: picture
	$(BIN)/python docs/rules.py

picture: $(VENV)/.installed
	$(BIN)/python docs/picture.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.created:
	@found=; \
	for name in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    found="$$name"; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "make: no Python 3.11 or newer found. Install one, or say make PYTHON=/path/to/python." >&2; \
	  exit 1; \
	fi; \
	echo "make: setting up $(VENV) with $$found ($$("$$found" --version))"; \
	if ! "$$found" -m venv $(VENV); then \
	  echo "make: $$found cannot make environments. Install its venv package (Debian: python3-venv)." >&2; \
	  exit 1; \
	fi
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.created pyproject.toml
	$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed
