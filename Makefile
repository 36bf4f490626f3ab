# make run    start the whole tracker on this machine
# make test   all tests
# make check  format, lint, types, architecture
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Lambda's python3.11 has too old a glibc for the wheels.
PACKAGE_PYTHON ?= $(shell for p in python3.13 python3.12; do $$p -c '' 2>/dev/null && command -v $$p && exit; done; echo $(BIN)/python)
ARCH ?= x86_64
# Processes that tests run in at once; the tests of a file stay together. 0: all in this one.
WORKERS ?= 2
PYTEST_WORKERS := --numprocesses $(WORKERS) --dist loadfile
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CORE := $(wildcard core/pyproject.toml)
PAGE := $(shell find frontend/src frontend/public frontend/index.html frontend/*.json frontend/*.ts -type f 2>/dev/null)

.PHONY: airflow airflow-pictures test-airflow emulate emulate-test package databricks run test check test-unit test-python test-spark test-workspace test-frontend scan e2e screenshot bench openapi reference frontend setup lock format clean

run: $(VENV)/run.stamp frontend/dist/index.html
	@$(BIN)/python -m local

test: test-python test-frontend

check: $(VENV)/dev.stamp frontend/node_modules/.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=core:functions/api $(BIN)/lint-imports
	cd frontend && npm run --silent lint

test-python: $(VENV)/dev.stamp frontend/dist/index.html
	$(BIN)/python -m pytest $(PYTEST_WORKERS)

test-unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/unit

# Where Spark cannot be fetched, the tests are skipped and say why.
test-spark: $(VENV)/dev.stamp
	-@$(MAKE) --no-print-directory .venv-spark/run.stamp
	$(BIN)/python -m pytest -m spark tests/spark

# Where the variables of a Databricks workspace are not set, the tests are skipped and say which.
test-workspace: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m workspace tests/workspace

test-frontend: frontend/node_modules/.stamp
	cd frontend && npm test --silent

bench: $(VENV)/dev.stamp frontend/dist/index.html
	$(BIN)/python -m bench

screenshot: $(VENV)/dev.stamp frontend/dist/index.html
	$(BIN)/python -m tools.screenshot docs/dashboard.png

reference: $(VENV)/dev.stamp frontend/node_modules/.stamp
	$(BIN)/python -m tools.export_reference
	cd frontend && npm run --silent places

openapi: $(VENV)/dev.stamp frontend/node_modules/.stamp
	PYTHONPATH=functions/api $(BIN)/python -m tools.export_openapi frontend/openapi.json
	cd frontend && npm run --silent types

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

# Known weaknesses of what we depend on, and of what Terraform makes.
scan: .venv-scan/run.stamp frontend/node_modules/.stamp
	for file in requirements-dev.txt */requirements*.txt functions/*/requirements*.txt tests/spark/requirements.txt tools/scan/requirements.txt; do \
		.venv-scan/bin/pip-audit --progress-spinner off --disable-pip --require-hashes -r $$file || exit 1; done
	cd frontend && npm audit --audit-level=high
	.venv-scan/bin/checkov --directory infra/terraform --framework terraform --skip-download --quiet --compact

lock: $(VENV)/dev.stamp
	tools/lock.sh

databricks: $(VENV)/run.stamp
	$(PIP) --require-hashes -r functions/consume_batch/requirements-load.txt

# Zips for AWS Lambda and the page. PACKAGE_PYTHON is the Python of the functions: 3.12 or newer
# for Lambda itself. ARCH: x86_64 or arm64.
package: frontend/dist/index.html | $(VENV)/bin/python
	@$(PACKAGE_PYTHON) -m tools.package $(ARCH)

# The tracker in an emulated cloud until Ctrl-C, and the same with assertions: docs/emulation.md.
emulate: $(VENV)/dev.stamp .venv-emulation/run.stamp package
	@$(BIN)/python -m emulation

emulate-test: $(VENV)/dev.stamp .venv-emulation/run.stamp package
	$(BIN)/python -m pytest -m emulation tests/emulation

# Airflow on http://localhost:8080, beside a running tracker, until Ctrl-C: docs/airflow.md.
airflow: $(VENV)/run.stamp .venv-airflow/run.stamp
	@$(BIN)/python -m tools.airflow

# The pictures of docs/airflow.md.
airflow-pictures: $(VENV)/dev.stamp .venv-airflow/run.stamp
	$(BIN)/python -m tools.airflow_pictures docs

# Every DAG, read and run for real, in Airflow's environment.
test-airflow: $(VENV)/dev.stamp .venv-airflow/dev.stamp
	.venv-airflow/bin/python -m pytest -c tests/dags/pytest.ini --rootdir . $(PYTEST_WORKERS) tests/dags

frontend: frontend/dist/index.html
setup: $(VENV)/dev.stamp frontend/dist/index.html

clean:
	rm -rf $(VENV) .venv-airflow .venv-emulation .venv-scan .venv-spark .cache build dist frontend/dist frontend/node_modules

$(VENV)/bin/python:
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: local/requirements.txt $(CORE) | $(VENV)/bin/python
	$(PIP) --require-hashes -r local/requirements.txt
	$(PIP) --no-deps --no-build-isolation -e core
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(CORE) | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation -e core
	@touch $@ $(VENV)/run.stamp

.venv-scan/run.stamp: tools/scan/requirements.txt
	$(PYTHON) -m venv .venv-scan
	.venv-scan/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r tools/scan/requirements.txt
	@touch $@

# The functions run in the emulator's Python: the one that the packages are for.
.venv-emulation/run.stamp: emulation/requirements.txt emulation/requirements-schema.txt | $(VENV)/bin/python
	$(PACKAGE_PYTHON) -m venv .venv-emulation
	.venv-emulation/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r emulation/requirements.txt
	rm -rf .venv-emulation/schema
	.venv-emulation/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--no-deps --target .venv-emulation/schema -r emulation/requirements-schema.txt
	@touch $@

.venv-airflow/run.stamp: dags/requirements.txt
	$(PYTHON) -m venv .venv-airflow
	.venv-airflow/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r dags/requirements.txt
	@touch $@

.venv-airflow/dev.stamp: dags/requirements-cloud.txt .venv-airflow/run.stamp
	.venv-airflow/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r dags/requirements-cloud.txt
	@touch $@

.venv-spark/run.stamp: tests/spark/requirements.txt tests/spark/pom.xml
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r tests/spark/requirements.txt
	rm -rf .venv-spark/delta
	mvn -q -B -f tests/spark/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
		-DincludeGroupIds=io.delta,io.unitycatalog -DoutputDirectory=$(CURDIR)/.venv-spark/delta
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json
	@$(PYTHON) tools/check_node.py
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/.stamp $(PAGE)
	cd frontend && npm run --silent build
	@touch $@
