#!/bin/sh
# Write the hashed requirements files from the .in files; one set of versions for all of them.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
compile requirements-dev.in -o requirements-dev.txt
for folder in functions/poll_opensky functions/consume_batch functions/api local deploy; do
    compile "$folder/requirements.in" -c requirements-dev.txt -o "$folder/requirements.txt"
done
folder=functions/consume_batch
compile "$folder/requirements-load.in" -c requirements-dev.txt -o "$folder/requirements-load.txt"
compile tools/scan/requirements.in -o tools/scan/requirements.txt
compile tests/spark/requirements.in -o tests/spark/requirements.txt
compile dags/requirements.in -o dags/requirements.txt
compile dags/requirements-cloud.in -o dags/requirements-cloud.txt
for name in "" -parts -schema; do
    compile "emulation/requirements$name.in" -o "emulation/requirements$name.txt"
done
