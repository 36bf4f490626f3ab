"""Settings: defaults, every mistake at once, no secret in sight, and one list of names."""

import ast
from pathlib import Path

import pytest

from flight_tracker import settings as module
from flight_tracker.errors import ConfigError
from flight_tracker.geo import BoundingBox
from flight_tracker.settings import Settings
from flight_tracker.wiring import jobs

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"

WRONG = {
    "FLIGHT_SOURCE": "radar",
    "OPENSKY_API_URL": "opensky-network.org/api",
    "OPENSKY_TOKEN_URL": "ftp://opensky-network.org",
    "OPENSKY_CLIENT_ID": "somebody",
    "OPENSKY_BBOX": "1,2,3",
    "OPENSKY_DAILY_CREDITS": "0",
    "READSB_API_URL": "http://",
    "REPLAY_SPEED": "fast",
    "REPLAY_LOOP": "perhaps",
    "SIMULATION_AIRCRAFT": "9",
    "SIMULATION_SEED": "-1",
    "POLL_INTERVAL_SECONDS": "nan",
    "KAFKA_SECURITY_PROTOCOL": "TLS",
    "KAFKA_SASL_MECHANISM": "GSSAPI",
    "KAFKA_SASL_PASSWORD": "hunter2",
    "KAFKA_TOPIC": "flights.rejected",
    "LAKEHOUSE": "snowflake",
    "LOAD_INTERVAL_SECONDS": "1e9",
    "DATABRICKS_CLIENT_SECRET": "hunter3",
    "DATABRICKS_LANDING": "beach",
    "API_PORT": "65536",
    "DASHBOARD_PORT": "3000.5",
}
NAMED = set(WRONG) - {
    "OPENSKY_CLIENT_ID",
    "KAFKA_SASL_PASSWORD",
    "DATABRICKS_CLIENT_SECRET",
    "KAFKA_TOPIC",
} | {
    "OPENSKY_CLIENT_SECRET",
    "KAFKA_SASL_USERNAME",
    "DATABRICKS_CLIENT_ID",
    "KAFKA_REJECTED_TOPIC",
}
"""Of a pair it is the missing half that is named; of two equal topics the second one."""

DATABRICKS = {
    "LAKEHOUSE": "databricks",
    "DATABRICKS_SERVER_HOSTNAME": "dbc-1.cloud.databricks.com",
    "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/1",
    "DATABRICKS_TOKEN": "dapi-secret",
}


def errors(**environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Settings.from_env(environ)
    return caught.value.errors


def test_the_source_has_the_defaults_of_the_design() -> None:
    source = Settings.from_env({}).source
    assert (source.name, source.poll_interval) == ("auto", 30)
    assert source.opensky_api_url == "https://opensky-network.org/api"
    assert source.opensky_token_url.endswith("/opensky-network/protocol/openid-connect/token")
    assert (source.opensky_client, source.opensky_box, source.opensky_daily_credits) == (
        None,
        None,
        None,
    )
    assert (source.readsb_api_url, source.replay_path) == (None, None)
    assert (source.replay_speed, source.replay_loop) == (1, False)


def test_the_log_has_the_defaults_of_the_design() -> None:
    kafka = Settings.from_env({}).kafka
    assert (kafka.topic, kafka.rejected_topic) == ("flights.states", "flights.rejected")
    assert (kafka.bootstrap_servers, kafka.log_id) == (None, None)
    assert kafka.client["security.protocol"] == "PLAINTEXT"


def test_everything_else_has_the_defaults_of_the_design() -> None:
    found = Settings.from_env({})
    assert (found.lakehouse, found.databricks, found.load_interval) == ("embedded", None, 60)
    assert (found.data_dir, Path(found.object_store_url)) == (Path("data"), Path("data/store"))
    assert found.ingest_api_keys == ()
    assert (found.bind_address, found.api_port, found.dashboard_port) == ("127.0.0.1", 8000, 3000)


def test_a_warehouse_has_the_defaults_of_the_design() -> None:
    found = Settings.from_env(DATABRICKS)
    assert found.databricks is not None
    assert (found.databricks.catalog, found.databricks.schema, found.databricks.landing) == (
        "workspace",
        "flight_tracker",
        "volume",
    )
    assert found.load_interval == 3600


def test_empty_means_unset() -> None:
    assert Settings.from_env(dict.fromkeys(names(), "  ")) == Settings.from_env({})


def test_every_wrong_variable_is_named_at_once() -> None:
    found = errors(**WRONG)
    assert {sentence.partition(" ")[0] for sentence in found} == NAMED
    assert len(found) == len(NAMED)


def test_a_mistake_is_a_sentence_that_says_what_would_be_right() -> None:
    assert errors(REPLAY_SPEED="fast") == [
        "REPLAY_SPEED must be a number between 0.01 and 100000, not 'fast'"
    ]
    assert errors(FLIGHT_SOURCE="radar") == [
        "FLIGHT_SOURCE must be one of auto, opensky, readsb, replay, simulation, not 'radar'"
    ]


def test_a_warehouse_needs_an_address_and_a_key() -> None:
    found = {sentence.partition(" ")[0] for sentence in errors(LAKEHOUSE="databricks")}
    assert found == set(DATABRICKS) - {"LAKEHOUSE"}


@pytest.mark.parametrize("url", ["", "./data/store", "az://container", "memory://"])
def test_a_warehouse_that_reads_the_bucket_needs_a_bucket_that_it_can_read(url: str) -> None:
    external = DATABRICKS | {"DATABRICKS_LANDING": "external", "OBJECT_STORE_URL": url}
    with pytest.raises(ConfigError, match="OBJECT_STORE_URL must be s3:// or gs://"):
        jobs.loader(Settings.from_env(external))


LIMITS = {
    "OPENSKY_DAILY_CREDITS": (1, 10_000_000),
    "REPLAY_SPEED": (0.01, 100_000),
    "SIMULATION_AIRCRAFT": (10, 100_000),
    "SIMULATION_SEED": (0, 2_147_483_647),
    "POLL_INTERVAL_SECONDS": (1, 86_400),
    "LOAD_INTERVAL_SECONDS": (1, 86_400),
    "API_PORT": (1, 65_535),
    "DASHBOARD_PORT": (1, 65_535),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_may_be_at_its_limits_and_not_beyond(name: str) -> None:
    low, high = LIMITS[name]
    for inside in (low, high):
        assert Settings.from_env({name: str(inside)})
    for outside in (low - (0.005 if name == "REPLAY_SPEED" else 1), high + 1):
        assert errors(**{name: str(outside)})[0].startswith(f"{name} must be ")


@pytest.mark.parametrize("url", ["http://[oops", "https://", "opensky", "http:///api"])
@pytest.mark.parametrize("name", ["OPENSKY_API_URL", "OPENSKY_TOKEN_URL", "READSB_API_URL"])
def test_an_address_that_is_none_is_a_mistake(name: str, url: str) -> None:
    assert errors(**{name: url})[0].startswith(f"{name} must be a URL")


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"FLIGHT_SOURCE": "replay"}, "REPLAY_PATH is missing"),
        ({"FLIGHT_SOURCE": "replay", "REPLAY_PATH": "no/such"}, "REPLAY_PATH 'no/such' does not"),
        ({"FLIGHT_SOURCE": "readsb"}, "READSB_API_URL is missing"),
        ({"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}, "KAFKA_SASL_USERNAME is missing"),
        ({"OPENSKY_BBOX": "1,170,2,-170"}, "OPENSKY_BBOX must not cross the antimeridian"),
        ({"API_PORT": "3000"}, "DASHBOARD_PORT is 3000, and so is API_PORT"),
        ({"KAFKA_REJECTED_TOPIC": "flights.states"}, "KAFKA_REJECTED_TOPIC is 'flights.states'"),
    ],
)
def test_settings_that_do_not_fit_together_are_a_mistake(
    environ: dict[str, str], sentence: str
) -> None:
    (only,) = errors(**environ)
    assert only.startswith(sentence)


def test_a_box_and_keys_and_a_store_are_read() -> None:
    found = Settings.from_env(
        {
            "OPENSKY_BBOX": "45.8,5.9,47.8,10.5",
            "INGEST_API_KEYS": " one, two ,,",
            "DATA_DIR": "elsewhere",
            "REPLAY_LOOP": "true",
        }
    )
    assert found.source.opensky_box == BoundingBox(45.8, 5.9, 47.8, 10.5)
    assert found.ingest_api_keys == ("one", "two")
    assert Path(found.object_store_url) == Path("elsewhere/store")
    assert found.source.replay_loop is True


def test_a_broker_with_a_user_gets_librdkafkas_options() -> None:
    kafka = Settings.from_env(
        {
            "KAFKA_BOOTSTRAP_SERVERS": "b-1:9096,b-2:9096",
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
            "KAFKA_SASL_USERNAME": "tracker",
            "KAFKA_SASL_PASSWORD": "hunter2",
        }
    ).kafka
    assert kafka.client == {
        "bootstrap.servers": "b-1:9096,b-2:9096",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "tracker",
        "sasl.password": "hunter2",
    }


SECRETS = {
    "OPENSKY_CLIENT_ID": "secret-a",
    "OPENSKY_CLIENT_SECRET": "secret-b",
    "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
    "KAFKA_SASL_USERNAME": "secret-c",
    "KAFKA_SASL_PASSWORD": "secret-d",
    "DATABRICKS_CLIENT_ID": "secret-e",
    "DATABRICKS_CLIENT_SECRET": "secret-f",
    "INGEST_API_KEYS": "secret-g",
}


def test_no_secret_is_ever_shown() -> None:
    found = Settings.from_env(DATABRICKS | SECRETS | {"DATABRICKS_TOKEN": "secret-h"})
    assert "secret" not in repr(found) + str(found)
    assert found.kafka.client["sasl.password"] == "secret-d"


def test_no_secret_is_in_a_mistake() -> None:
    assert "secret" not in " ".join(errors(**(SECRETS | {"API_PORT": "none"})))
    assert "hunter" not in " ".join(errors(**WRONG))


def names() -> set[str]:
    """The variables that the source reads: the first argument of a reader's methods."""
    found = set()
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "read":
            count = 2 if node.func.attr == "pair" else 1
            found |= {arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)}
    return found


def examples() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    assert len(pairs) == len({name for name, _ in pairs})
    return dict(pairs)


def test_the_example_lists_what_is_read_and_nothing_else() -> None:
    assert set(examples()) == names()
    assert len(names()) > 30


def test_the_example_changes_nothing() -> None:
    assert Settings.from_env(examples()) == Settings.from_env({})
