.PHONY: chat test check bench bench-nlu bench-safety rasa peers docs lock clean

COACH = .venv/bin/coach

chat:            ## talk to the coach here: no tokens, SQLite, a clock to fast-forward
	@.ci/setup
	@.venv/bin/python -m nlu
	@$(COACH) chat

test:            ## the whole suite, on SQLite and PostgreSQL
	@.ci/setup dev
	@.venv/bin/python -m nlu
	@.venv/bin/python -m pytest -q -n auto --dist worksteal

check:           ## what CI runs: style, types, import contracts, size budgets, content
	@.ci/setup dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python .ci/budgets.py
	$(COACH) content check

bench:           ## the benchmarks, each beside its peer or its limit
	@.ci/setup dev
	@.venv/bin/python -m bench

bench-nlu:       ## the interpreters on lines they were never shown, Rasa's beside ours where `make rasa` has been run
	@.ci/setup dev
	@.venv/bin/python -m bench.nlu

bench-safety:    ## the safety screen on lines it was never shown, beside its aims
	@.ci/setup dev
	@.venv/bin/python -m bench.safety

rasa:            ## build, train and start the Rasa project, where Python 3.10 is found: no part of the tests
	@.ci/rasa

peers:           ## a short talk with servers from npm, where Node is found: no part of the tests
	@.ci/setup dev
	@.venv/bin/python -m tests.peers

docs:            ## redraw docs/conversations.md and the pictures from the transcripts
	@.ci/setup dev
	@.venv/bin/python -m tests.transcripts.drawing
	@.venv/bin/python -m tests.docs.protocol
	@.venv/bin/python -m tests.docs.privacy
	@.venv/bin/python -m tests.docs.curriculum

lock:            ## remake both locks: hashed, universal, without addresses (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group build -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt

clean:           ## forget the virtual environment and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .peers nlu/trained
