"""The zips of `make package`: each is unpacked where nothing may be written, and given an event.

The interpreter that imports it knows the standard library and the zip, nothing else.
"""

import json
import marshal
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from flight_tracker.kafka_record import to_event
from tests.integration.embedded_broker import ROOT, EmbeddedBroker
from tools import package, package_modules, package_wheels, package_zip
from tools.package_functions import FUNCTIONS, Function
from tools.package_modules import Incomplete
from tools.package_wheels import Target, WheelsUnavailable

AIRCRAFT = 50
SECONDS = 60
BUILD_SECONDS = 600
CHECKED_HASH, UNCHECKED_HASH = 0b11, 0b01
"""The flags of a bytecode file that is told by its source's hash: PEP 552."""
NAMES = [function.name for function in FUNCTIONS]

DRIVER = """
import importlib, json, sys
folder, handler = sys.argv[1:]
sys.path.insert(0, folder)
entry, _, name = handler.rpartition(".")
handle = getattr(importlib.import_module(entry), name)
print(json.dumps([handle(event, None) for event in json.load(sys.stdin)]))
"""


def made_packages() -> dict[str, Any]:
    """What `packages.json` says, after `make package`; skips where that is not possible."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("the packages hold libraries for Linux x86-64; this machine cannot run them")
    try:
        return package.package("x86_64")
    except WheelsUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def packages() -> dict[str, Any]:
    return made_packages()


@pytest.fixture(scope="session")
def unpacked(
    packages: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """Each zip in a read-only folder. The superuser may write there: so files are counted."""
    folders = {}
    for name, made in packages["functions"].items():
        folders[name] = folder = tmp_path_factory.mktemp(name)
        with ZipFile(ROOT / "dist" / made["file"]) as packed:
            packed.extractall(folder)
        subprocess.run(["chmod", "-R", "a-w", str(folder)], check=True)
    before = {name: contents(folder) for name, folder in folders.items()}
    yield folders
    assert {name: contents(folder) for name, folder in folders.items()} == before
    for folder in folders.values():
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)


@pytest.fixture
def environ(broker: EmbeddedBroker, topic: str, tmp_path: Path) -> dict[str, str]:
    return {
        "FLIGHT_SOURCE": "simulation",
        "SIMULATION_AIRCRAFT": str(AIRCRAFT),
        "KAFKA_BOOTSTRAP_SERVERS": broker.address,
        "KAFKA_TOPIC": topic,
        "KAFKA_REJECTED_TOPIC": f"{topic}-rejected",
        "OBJECT_STORE_URL": str(tmp_path / "store"),
        "NO_PROXY": "*",
    }


@pytest.fixture
def databricks(environ: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """`environ` with a warehouse."""
    pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
    pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")
    from tests.warehouse import CATALOG, StandInWarehouse

    with StandInWarehouse(tmp_path / "volumes", "token", ("client", "secret")) as started:
        yield environ | {
            "LAKEHOUSE": "databricks",
            "DATABRICKS_SERVER_HOSTNAME": started.url,
            "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/stand-in",
            "DATABRICKS_TOKEN": "token",
            "DATABRICKS_CATALOG": CATALOG,
        }


def contents(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def run(
    folder: Path, handler: str, environ: dict[str, str], *events: Any
) -> subprocess.CompletedProcess[str]:
    """The handler in an interpreter that sees the folder, and nothing that is installed."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", DRIVER, str(folder), handler],
        input=json.dumps(events),
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def call(folder: Path, handler: str, environ: dict[str, str], *events: Any) -> list[Any]:
    """The handler's answers; it must give them."""
    done = run(folder, handler, environ, *events)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


def request(path: str, coding: str = "identity") -> dict[str, Any]:
    """A GET as API Gateway's HTTP API tells it, format 2.0."""
    http = {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "host": "api.example",
            "accept": "application/json",
            "accept-encoding": coding,
        },
        "requestContext": {"http": http, "stage": "$default", "requestId": "1"},
        "isBase64Encoded": False,
    }


def consume(
    unpacked: dict[str, Path], environ: dict[str, str], broker: EmbeddedBroker
) -> dict[str, Any]:
    """Poll, then consume what the broker holds."""
    call(unpacked["poll_opensky"], "main.handler", environ, {})
    event = to_event(broker.records(environ["KAFKA_TOPIC"]), broker.address)
    [report] = call(unpacked["consume_batch"], "main.handler", environ, event)
    return dict(report)


def test_poll_opensky_writes_a_snapshot_to_kafka(
    unpacked: dict[str, Path], environ: dict[str, str]
) -> None:
    [report] = call(unpacked["poll_opensky"], "main.handler", environ, {})
    assert (report["source"], report["published"]) == ("simulation", AIRCRAFT)


@pytest.mark.parametrize("source", ["opensky", "readsb"])
def test_poll_opensky_asks_each_source_that_a_function_can_reach(
    unpacked: dict[str, Path], environ: dict[str, str], source: str
) -> None:
    away = {"OPENSKY_API_URL": "http://127.0.0.1:9", "READSB_API_URL": "http://127.0.0.1:9"}
    settings = environ | away | {"FLIGHT_SOURCE": source}
    done = run(unpacked["poll_opensky"], "main.handler", settings, {})
    assert done.returncode == 1
    assert "flight_tracker.errors.Unavailable" in done.stderr


def test_poll_opensky_falls_back_to_the_simulation(
    unpacked: dict[str, Path], environ: dict[str, str]
) -> None:
    settings = environ | {"FLIGHT_SOURCE": "auto", "OPENSKY_API_URL": "http://127.0.0.1:9"}
    [report] = call(unpacked["poll_opensky"], "main.handler", settings, {})
    assert report["source"] == "simulation"


def test_consume_batch_lands_a_real_batch(
    unpacked: dict[str, Path], environ: dict[str, str], broker: EmbeddedBroker
) -> None:
    assert consume(unpacked, environ, broker)["landed"] == AIRCRAFT


def test_pull_consumes_what_waits(unpacked: dict[str, Path], environ: dict[str, str]) -> None:
    call(unpacked["poll_opensky"], "main.handler", environ, {})
    [report] = call(unpacked["pull"], "pull.handler", environ, {})
    assert report["records"] == AIRCRAFT


def test_api_answers_what_was_consumed(
    unpacked: dict[str, Path], environ: dict[str, str], broker: EmbeddedBroker
) -> None:
    consume(unpacked, environ, broker)
    paths = ("/flights/current", "/openapi.json", "/docs", "/static-offline-docs/favicon.png")
    answers = call(unpacked["api"], "main.handler", environ, *map(request, paths))
    assert json.loads(answers[0]["body"])["count"] == AIRCRAFT
    assert [answer["statusCode"] for answer in answers] == [200] * len(paths)
    codings = ["br", "zstd", "gzip"]  # each imports its library when it is asked for
    packed = [request("/flights/current", coding) for coding in codings]
    answers = call(unpacked["api"], "main.handler", environ, *packed)
    assert [answer["headers"]["content-encoding"] for answer in answers] == codings


def test_load_finds_nothing_in_an_empty_landing_folder(
    unpacked: dict[str, Path], databricks: dict[str, str]
) -> None:
    [report] = call(unpacked["load"], "load.handler", databricks, {})
    assert report["rows"] == 0


def test_load_runs_a_job_that_its_event_names(
    unpacked: dict[str, Path], databricks: dict[str, str]
) -> None:
    answers = call(
        unpacked["load"],
        "load.handler",
        databricks,
        {"job": ["load"]},
        {"job": ["vacuum", "--hours", "1"]},
        {"job": ["backfill", "--from", "recordings"]},
        {"job": ["retry", "squawk"]},
        {"job": ["reconcile"]},
    )
    assert [answer["exit_code"] for answer in answers] == [0, 2, 2, 0, 0]
    assert answers[0]["report"]["job"] == "load"
    assert answers[-1]["report"]["kafka"].startswith("asked: ")


def test_what_was_consumed_is_loaded_and_told_as_the_past(
    unpacked: dict[str, Path], databricks: dict[str, str], broker: EmbeddedBroker
) -> None:
    consume(unpacked, databricks, broker)
    [report] = call(unpacked["load"], "load.handler", databricks, {})
    assert (report["rows"], report["refresh"]["waiting"]) == (AIRCRAFT, 0)
    icao24 = broker.records(databricks["KAFKA_TOPIC"])[0].key
    assert icao24 is not None
    events = [request(f"/flights/{icao24.decode()}/track"), request("/airports/EDDF")]
    track, airport = call(unpacked["api"], "main.handler", databricks, *events)
    assert json.loads(track["body"])["count"] == 1
    assert airport["statusCode"] == 200


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_no_package_is_larger_than_its_ceiling(
    packages: dict[str, Any], function: Function
) -> None:
    made = packages["functions"][function.name]
    assert made["zipped"] <= function.ceiling
    assert made["unzipped"] <= package.UNZIPPED_CEILING
    assert made["zipped"] == (ROOT / "dist" / made["file"]).stat().st_size


@pytest.mark.parametrize("name", NAMES)
def test_a_package_holds_no_tests_stubs_or_foreign_bytecode(
    unpacked: dict[str, Path], name: str
) -> None:
    wanted = f".{sys.implementation.cache_tag}.pyc"
    paths = [path.relative_to(unpacked[name]) for path in unpacked[name].rglob("*")]
    for path in (path for path in paths if (unpacked[name] / path).is_file()):
        assert path.suffix not in (".pyi", ".h", ".pxd", ".typed"), path
        assert "tests" not in path.parts, path
        assert path.suffix != ".pyc" or path.name.endswith(wanted), path


@pytest.mark.parametrize("name", NAMES)
def test_every_module_has_bytecode_that_is_never_compared_and_tells_its_place_in_the_zip(
    unpacked: dict[str, Path], name: str
) -> None:
    for source in unpacked[name].rglob("*.py"):
        compiled = source.parent / f"__pycache__/{source.stem}.{sys.implementation.cache_tag}.pyc"
        body = compiled.read_bytes()
        assert int.from_bytes(body[4:8], "little") & CHECKED_HASH == UNCHECKED_HASH
        code = marshal.loads(body[16:])
        assert code.co_filename == str(source.relative_to(unpacked[name]))


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_the_version_of_each_library_can_be_looked_up(
    unpacked: dict[str, Path], function: Function
) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from importlib.metadata import version\n"
        "print([version(name) for name in sys.argv[2:]])"
    )
    text = (ROOT / "functions" / function.folder / function.requirements).read_text()
    named = set(re.findall(r"^([\w-]+)==", text, re.M)) - {"tzdata", "openpyxl", "et-xmlfile"}
    command = [sys.executable, "-I", "-S", "-c", code, str(unpacked[function.name]), *named]
    assert subprocess.run(command, capture_output=True, timeout=SECONDS).returncode == 0


def test_what_terraform_reads_tells_runtime_and_handlers(packages: dict[str, Any]) -> None:
    written = json.loads((ROOT / "dist/packages.json").read_text())
    assert written == packages
    assert written["runtime"] == "python{}.{}".format(*sys.version_info)
    handlers = {name: made["handler"] for name, made in written["functions"].items()}
    entries = {"load": "load.handler", "pull": "pull.handler"}
    assert handlers == dict.fromkeys(NAMES, "main.handler") | entries


def test_another_checkout_makes_the_same_bytes(packages: dict[str, Any], tmp_path: Path) -> None:
    checkout = tmp_path / "another checkout"
    for folder in ("core", "functions", "tools", "build/wheels"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / folder, checkout / folder, ignore=ignored)
    environ = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "tools.package", "x86_64"]
    done = subprocess.run(
        command, cwd=checkout, env=environ, capture_output=True, text=True, timeout=BUILD_SECONDS
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((checkout / "dist/packages.json").read_text()) == packages


def test_what_has_not_changed_is_not_packed_again(packages: dict[str, Any]) -> None:
    zips = [ROOT / "dist" / made["file"] for made in packages["functions"].values()]
    before = [path.stat().st_mtime_ns for path in zips]
    assert package.package("x86_64") == packages
    assert [path.stat().st_mtime_ns for path in zips] == before


def a_function(tmp_path: Path, imports: str, **changes: Any) -> Function:
    """One whose entry point is this text, below `tmp_path`."""
    (tmp_path / "core/flight_tracker").mkdir(parents=True)
    (tmp_path / "core/flight_tracker/__init__.py").touch()
    (tmp_path / "core/flight_tracker/geo.py").touch()
    (tmp_path / "core/flight_tracker/geo.csv").touch()
    (tmp_path / "core/flight_tracker/map.py").touch()
    (tmp_path / "core/flight_tracker/map.csv").touch()
    (tmp_path / "functions/f").mkdir(parents=True)
    (tmp_path / "functions/f/main.py").write_text(imports)
    fields: dict[str, Any] = {"name": "f", "folder": "f", "ceiling": 0, "leaves_out": ()}
    return Function(**(fields | changes))


def test_an_import_inside_a_function_is_followed_with_its_data(tmp_path: Path) -> None:
    function = a_function(tmp_path, "def f():\n    from flight_tracker import geo\n    import x.y")
    files, libraries = package_modules.own_code(tmp_path, function)
    ours = [f"flight_tracker/{name}" for name in ("__init__.py", "geo.csv", "geo.py")]
    assert (list(files), libraries) == ([*ours, "main.py"], {"x.y"})


def test_what_lambda_s_runtime_brings_need_not_be_packed(tmp_path: Path) -> None:
    function = a_function(tmp_path, "import boto3, botocore.exceptions")
    assert package_modules.own_code(tmp_path, function).libraries == set()


def test_a_library_that_is_imported_and_not_brought_stops_the_build(tmp_path: Path) -> None:
    function = a_function(tmp_path, "import json, requests")
    libraries = package_modules.own_code(tmp_path, function).libraries
    with pytest.raises(Incomplete, match="imports requests"):
        package_modules.check_libraries(tmp_path, libraries, function)


def test_leaving_out_what_nothing_imports_stops_the_build(tmp_path: Path) -> None:
    function = a_function(tmp_path, "import flight_tracker", leaves_out=("flight_tracker.geo",))
    with pytest.raises(Incomplete, match=r"leaves out flight_tracker\.geo"):
        package_modules.check_left_out(tmp_path, function)


def test_leaving_out_what_a_packed_module_needs_stops_the_build(tmp_path: Path) -> None:
    imports = "from flight_tracker import geo"
    function = a_function(tmp_path, imports, leaves_out=("flight_tracker.geo",))
    with pytest.raises(Incomplete, match=r"leaves out flight_tracker\.geo, which __main__ imports"):
        package_modules.check_left_out(tmp_path, function)


def test_leaving_out_a_file_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no nothing"):
        package_wheels.prune(tmp_path, ["nothing*"])


def test_without_a_package_index_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    requirements, wheels = tmp_path / "requirements.txt", tmp_path / "wheels"
    requirements.write_text(f"msgspec==0.22.0 --hash=sha256:{'0' * 64}")
    with pytest.raises(WheelsUnavailable, match="msgspec"):
        package_wheels.download([requirements], Target("x86_64"), wheels)
    assert list(tmp_path.iterdir()) == [requirements]


def test_a_wheel_that_is_not_the_locked_one_is_refused(tmp_path: Path) -> None:
    requirements, wheels = tmp_path / "requirements.txt", tmp_path / "wheels"
    requirements.write_text(f"thing==1.0 --hash=sha256:{'0' * 64}")
    wheels.mkdir()
    with ZipFile(wheels / "thing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("thing-1.0.dist-info/METADATA", "Name: thing\nVersion: 1.0\n")
    with pytest.raises(RuntimeError, match="HASHES"):
        package_wheels.install(requirements, Target("x86_64"), wheels, tmp_path / "out")


def test_a_zip_forgets_when_and_in_which_order_files_were_made(tmp_path: Path) -> None:
    for name, order in (("one", "ab"), ("two", "ba")):
        (tmp_path / name).mkdir()
        for time, letter in enumerate(order):
            path = tmp_path / name / letter
            path.write_text(letter)
            os.utime(path, (time + 1e9, time + 1e9))
        package_zip.write(tmp_path / name, tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize(("python", "warns"), [("3.11", True), ("3.12", False), ("3.13", False)])
def test_a_runtime_whose_c_library_is_too_old_is_named(python: str, warns: bool) -> None:
    text = package.warning({"glibc": "2.28"}, Target("x86_64", python))
    assert (text is not None) == warns


def test_a_wheel_needs_the_oldest_c_library_of_its_tags(tmp_path: Path) -> None:
    (tmp_path / "a-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl").touch()
    (tmp_path / "b-1-py3-none-any.whl").touch()
    assert package_wheels.needed_glibc(tmp_path) == "2.27"
