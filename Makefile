# Every word goes to bootstrap.py, which needs nothing but Python: `python3 bootstrap.py run` is the same.
# Arguments go along: make test ARGS="tests/practice -k breath"
PYTHON ?= python3

explain: ; @$(PYTHON) bootstrap.py
setup: ; @$(PYTHON) bootstrap.py setup
run: ; @$(PYTHON) bootstrap.py run
test: ; @$(PYTHON) bootstrap.py test $(ARGS)
check: ; @$(PYTHON) bootstrap.py check
fix: ; @$(PYTHON) bootstrap.py fix
demo: ; @$(PYTHON) bootstrap.py demo
bench: ; @$(PYTHON) bootstrap.py bench $(ARGS)

.PHONY: explain setup run test check fix demo bench
