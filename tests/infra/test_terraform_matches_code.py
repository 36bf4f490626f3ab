"""What Terraform plans is what the code is: names, settings, times, headers."""

import ast
import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flight_api import caching
from flight_tracker import settings as flight_settings
from flight_tracker.adapters.lakehouse_databricks import volume
from flight_tracker.cloud_cost import CloudPlan, monthly
from flight_tracker.consuming import ConsumeReport
from flight_tracker.loading import LoadReport
from flight_tracker.polling import PollReport
from flight_tracker.pulling import PullReport
from flight_tracker.settings import Settings
from local.lifecycle import DAY, FRAMES, LANDING
from tests.infra.terraform import FOLDER, ROOT
from tools.package_functions import FUNCTIONS

Resources = dict[str, dict[str, Any]]

NAMES = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
EMULATORS = {"AWS_ENDPOINT_URL"}
REFERENCE = re.compile(r"^(secretsmanager|ssm):.+")
SECRETS = re.compile(r"PASSWORD|SECRET|TOKEN$|KEYS|SASL_USERNAME|CLIENT_ID|WEBHOOK")
CODE = Path(flight_settings.__file__).read_text("utf-8")
DATABRICKS_AFTER_APPLY = {
    "DATABRICKS_SERVER_HOSTNAME": "dbc.example.org",
    "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/1",
    "DATABRICKS_CLIENT_ID": "client",
}
LOCAL_ONLY = {
    *("REPLAY_PATH", "REPLAY_SPEED", "REPLAY_LOOP", "DATA_DIR"),
    *("BIND_ADDRESS", "API_PORT", "DASHBOARD_PORT"),
}
"""Of `make run`: nothing of a function."""

BY_VARIABLE = {"OPENSKY_BBOX", "KAFKA_LOG_ID", *DATABRICKS_AFTER_APPLY}
"""Set by Terraform's own variables, where they are given, or known after `apply` only."""
KAFKA = {"KAFKA_BOOTSTRAP_SERVERS", "KAFKA_TOPIC", "KAFKA_REJECTED_TOPIC"}
REQUIRED = {
    "poll_opensky": {"OBJECT_STORE_URL", "FLIGHT_SOURCE", "POLL_INTERVAL_SECONDS", *KAFKA},
    "consume_batch": {"OBJECT_STORE_URL", *KAFKA},
    "load": {
        *("OBJECT_STORE_URL", "LAKEHOUSE", "LOAD_INTERVAL_SECONDS"),
        *("POLL_INTERVAL_SECONDS", *KAFKA),  # of its jobs
    },
    "api": {"OBJECT_STORE_URL", *KAFKA},
}
PACKAGED = {function.name: function for function in FUNCTIONS}
REPORTS = {
    "poll_opensky": PollReport,
    "consume_batch": ConsumeReport,
    "pull": PullReport,
    "load": LoadReport,
}
PULLED = "a_scheduled_pull_stands_in_for_a_trigger"
GATEWAY_SECONDS = 30
SIZES = re.findall(
    r"^\| `(\w+)` \| (\d+) MB \| (\d+) MB \| (\d+) MB \|",
    (ROOT / "docs" / "deploy.md").read_text("utf-8"),
    re.MULTILINE,
)
"""Function, MB filled at 10,000 and at 30,000 aircraft, MB given."""


def of_type(resources: Resources, kind: str) -> list[dict[str, Any]]:
    return [values for values in resources.values() if values["type"] == kind]


def functions(resources: Resources) -> dict[str, dict[str, Any]]:
    """By package: the module's key in the address."""
    return {
        found[1]: values
        for address, values in resources.items()
        if (
            found := re.fullmatch(
                r'module\.function\["(\w+)"\]\.aws_lambda_function\.this', address
            )
        )
    }


def environment(function: dict[str, Any]) -> dict[str, str]:
    """What is known before `apply`."""
    variables: dict[str, str] = function["environment"][0]["variables"]
    return variables


def constants(path: Path) -> dict[str, Any]:
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def source(package: str) -> Path:
    function = PACKAGED[package]
    return ROOT / "functions" / function.folder / f"{function.entry}.py"


def test_each_function_is_a_package_with_its_handler(planned: Resources) -> None:
    found = functions(planned)
    assert set(REQUIRED) - {"load"} <= set(found) <= set(PACKAGED)
    assert {name: f["handler"] for name, f in found.items()} == {
        name: PACKAGED[name].handler for name in found
    }


def test_the_packages_of_the_tests_are_those_that_are_made() -> None:
    made = json.loads((FOLDER / "tests/packages/packages.json").read_text())["functions"]
    assert {n: (f["file"], f["handler"]) for n, f in made.items()} == {
        n: (f"{n}.zip", f.handler) for n, f in PACKAGED.items()
    }


def test_the_packages_are_looked_for_where_make_package_puts_them() -> None:
    text = (FOLDER / "variables.tf").read_text("utf-8")
    default = re.search(r'"packages_folder".*?default\s*= "([^"]+)"', text, re.DOTALL)
    assert default is not None
    assert (FOLDER / default[1]).resolve() == ROOT / "dist"


def test_every_variable_of_a_function_is_a_setting(planned: Resources) -> None:
    for name, function in functions(planned).items():
        unknown = set(environment(function)) - NAMES - EMULATORS
        assert unknown == set(), name


def test_a_name_of_the_settings_is_plain_or_secret_or_set_by_a_variable(
    plan_of: Callable[..., Resources],
) -> None:
    text = (FOLDER / "settings.tf").read_text("utf-8")
    lists = {
        name: set(re.findall(r'"([A-Z_]+)"', found))
        for name, found in re.findall(r"^  (\w+) = [\[{]\n(.*?)^  [\]}]", text, re.M | re.S)
        if name in ("secrets_of", "plain_settings")
    }
    plans = [plan_of("prod"), plan_of("dev"), plan_of("localstack")]
    given = {name for plan in plans for f in functions(plan).values() for name in environment(f)}
    secrets = lists["secrets_of"] | {"KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"}
    plain = lists["plain_settings"]
    assert not plain & secrets and not plain & given
    assert plain | secrets | given | BY_VARIABLE | LOCAL_ONLY == NAMES | EMULATORS
    assert {name for name in NAMES if SECRETS.search(name)} <= secrets
    assert all(f'"{name}"' in CODE for name in plain | secrets)


def test_what_a_function_needs_is_there(planned: Resources) -> None:
    for name, function in functions(planned).items():
        assert REQUIRED[name] - set(environment(function)) == set(), name


def test_the_settings_can_be_read(planned: Resources) -> None:
    for function in functions(planned).values():
        known = {
            n: "resolved" if REFERENCE.match(v) else v for n, v in environment(function).items()
        }
        is_databricks = known.get("LAKEHOUSE") == "databricks"
        settings = Settings.from_env({**known, **(DATABRICKS_AFTER_APPLY if is_databricks else {})})
        assert settings.object_store_url.startswith("s3://")


def test_a_secret_is_a_reference(planned: Resources) -> None:
    for name, function in functions(planned).items():
        plain = {
            key
            for key, value in environment(function).items()
            if SECRETS.search(key) and not REFERENCE.match(value)
        }
        assert plain == set(), name


def test_the_trigger_consumes_the_topics_that_are_written(prod: Resources) -> None:
    settings = Settings.from_env({})
    mappings = of_type(prod, "aws_lambda_event_source_mapping")
    consumed = {topic for mapping in mappings for topic in mapping.get("topics") or []}
    assert consumed == {settings.kafka.topic, settings.kafka.rejected_topic}
    written = environment(functions(prod)["poll_opensky"])
    assert consumed == {written["KAFKA_TOPIC"], written["KAFKA_REJECTED_TOPIC"]}


def test_the_example_of_confluent_makes_the_same_topics() -> None:
    text = (FOLDER / "examples/confluent/variables.tf").read_text("utf-8")
    ours = (FOLDER / "variables_stream.tf").read_text("utf-8")
    [partitions] = re.findall(r'"kafka_partitions" \{.*?default\s*= (\d+)', ours, re.DOTALL)
    settings = Settings.from_env({})
    assert dict(re.findall(r'"(\w+\.\w+)"\s*= \{ partitions = (\d+)', text)) == {
        settings.kafka.topic: partitions,
        settings.kafka.rejected_topic: "1",
    }


def test_a_function_has_the_time_that_its_code_counts_on(planned: Resources) -> None:
    for name, function in functions(planned).items():
        assert function["timeout"] >= constants(source(name)).get("TIMEOUT", 0), name


def test_a_function_has_the_memory_that_the_table_of_sizes_says(planned: Resources) -> None:
    told = {name: int(given) for name, _, _, given in SIZES}
    assert {n: f["memory_size"] for n, f in functions(planned).items()}.items() <= told.items()


def test_a_function_has_twice_the_memory_that_it_fills() -> None:
    assert {name for name, *_ in SIZES} == set(PACKAGED)
    assert [name for name, _, filled, given in SIZES if int(given) < 2 * int(filled)] == []


def test_the_bill_is_of_what_is_deployed(prod: Resources) -> None:
    plan, found = CloudPlan(), functions(prod)
    billed = {
        "poll_opensky": plan.poll_mb,
        "consume_batch": plan.consume_mb,
        "api": plan.api_mb,
        "load": plan.load_mb,
    }
    assert {name: found[name]["memory_size"] for name in billed} == billed
    (lifecycle,) = of_type(prod, "aws_s3_bucket_lifecycle_configuration")
    days = {r["filter"][0]["prefix"]: r["expiration"] for r in lifecycle["rule"]}
    assert days["landing/"][0]["days"] == plan.landing_retention_days
    assert days["frames/"][0]["days"] == plan.frame_retention_days
    made = {
        "alarms": len(of_type(prod, "aws_cloudwatch_metric_alarm")),
        "metrics": len(of_type(prod, "aws_cloudwatch_log_metric_filter")),
        "secrets": len(of_type(prod, "aws_secretsmanager_secret")),
    }
    items = {item.name: item.quantity for item in monthly(replace(plan, loads_per_day=4))}
    assert {name: items[name] for name in made} == made


def test_without_a_lakehouse_the_bill_has_fewer_alarms(plan_of: Callable[..., Resources]) -> None:
    dev, plan = plan_of("dev"), CloudPlan()
    assert len(of_type(dev, "aws_cloudwatch_metric_alarm")) == plan.alarms
    assert len(of_type(dev, "aws_cloudwatch_log_metric_filter")) == plan.metrics
    # A try-out has no account at OpenSky, and so one secret less.
    assert len(of_type(dev, "aws_secretsmanager_secret")) == plan.secrets - 1


def test_the_api_answers_before_the_gateway_gives_up(prod: Resources) -> None:
    (integration,) = of_type(prod, "aws_apigatewayv2_integration")
    assert integration["timeout_milliseconds"] == GATEWAY_SECONDS * 1000
    assert functions(prod)["api"]["timeout"] < GATEWAY_SECONDS


def test_the_schedule_is_the_interval_that_the_poll_is_told(planned: Resources) -> None:
    schedule = planned['module.schedule["poll"].aws_scheduler_schedule.this']
    wanted = int(environment(functions(planned)["poll_opensky"])["POLL_INTERVAL_SECONDS"])
    minutes = re.fullmatch(r"rate\((\d+) minutes?\)", schedule["schedule_expression"])
    assert minutes is not None
    assert schedule["description"].startswith(f"Every {wanted} s")
    assert int(minutes[1]) * 60 == max(60, wanted)


def test_the_load_is_as_often_as_it_is_told(prod: Resources) -> None:
    schedule = prod['module.schedule["load"].aws_scheduler_schedule.this']
    told = int(environment(functions(prod)["load"])["LOAD_INTERVAL_SECONDS"])
    assert schedule["schedule_expression"] == f"rate({told // 60} minutes)"


def test_the_cdn_tells_answers_apart_as_the_api_does(prod: Resources) -> None:
    policy = prod["module.website[0].aws_cloudfront_cache_policy.api"]
    key = policy["parameters_in_cache_key_and_forwarded_to_origin"][0]
    told_apart = {*key["headers_config"][0]["headers"][0]["items"]}
    # CloudFront refuses Accept-Encoding in the list: it normalises it by itself where these say so.
    if key["enable_accept_encoding_gzip"] and key["enable_accept_encoding_brotli"]:
        told_apart.add("Accept-Encoding")
    code = "".join(p.read_text("utf-8") for p in Path(caching.__file__).parent.glob("*.py"))
    said = re.findall(r'(?:"Vary": |add_vary_header\()"([^"]+)', code)
    sent = re.findall(r'"Vary": (?!\{)|vary_header\(', code)  # a mapping is the document's
    vary = {name for names in said for name in names.split(", ")}
    assert len(sent) == len(said)  # none is said in another way
    assert vary == told_apart == {"Accept", "Accept-Encoding", "Origin"}


def test_the_cdn_keeps_an_answer_as_long_as_the_api_says(prod: Resources) -> None:
    policy = prod["module.website[0].aws_cloudfront_cache_policy.api"]
    # No minimum: `no-store` holds; no default: an answer without a word is not kept.
    assert (policy["min_ttl"], policy["default_ttl"]) == (0, 0)
    code = "".join(p.read_text("utf-8") for p in Path(caching.__file__).parent.glob("*.py"))
    ages = [int(seconds) for seconds in re.findall(r"max-age=(\d+)", code)]
    assert ages and policy["max_ttl"] >= max(*ages, caching.LONGEST)


@pytest.mark.parametrize("run", [("prod",), ("dev", PULLED)], ids=["trigger", "pull"])
def test_the_metrics_are_fields_of_the_reports(
    plan_of: Callable[..., Resources], run: tuple[str, ...]
) -> None:
    filters = of_type(plan_of(*run), "aws_cloudwatch_log_metric_filter")
    reporting = {one["log_group_name"].rpartition("/")[2] for one in filters}
    assert len(reporting) >= 2 and len(filters) >= 5
    for one in filters:
        found = re.fullmatch(r'\{ \$\.message = "(\w+)" && \$\.(\w+) >= 0 \}', one["pattern"])
        assert found is not None
        function, field = found.groups()
        assert one["log_group_name"].endswith(f"-{function.replace('_', '-')}")
        assert field in {f.name for f in dataclasses.fields(REPORTS[function])}
        assert f'telemetry.invocation("{function}")' in source(function).read_text("utf-8")
        assert one["metric_transformation"][0]["value"] == f"$.{field}"


def test_the_bucket_keeps_no_less_than_the_local_store(planned: Resources) -> None:
    (lifecycle,) = of_type(planned, "aws_s3_bucket_lifecycle_configuration")
    days = {
        rule["filter"][0]["prefix"]: rule["expiration"][0]["days"]
        for rule in lifecycle["rule"]
        if rule["expiration"]
    }
    assert days["frames/"] * DAY >= FRAMES
    assert days["landing/"] * DAY >= LANDING
    assert not {"live/", "state/", "packages/"} & set(days)


def test_the_volume_is_the_one_that_the_load_fills(prod: Resources) -> None:
    (made,) = of_type(prod, "databricks_volume")
    assert made["name"] == volume.NAME


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_every_package_has_a_size_in_terraform(name: str) -> None:
    text = (FOLDER / "parts.tf").read_text("utf-8")
    assert re.search(rf"^\s+{name}\s+= \{{ memory_mb = \d+", text, re.MULTILINE)
