"""A deployed tracker for tests, and what they ask of it."""

import io
import json
import time
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from botocore.config import Config
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from emulation.cloud import CONSUMER, GATEWAY, Cloud
from emulation.deployment import Deployment
from emulation.event_poller import DeployedFunction
from flight_tracker.adapters.kafka_reader import GROUP
from flight_tracker.settings import Settings
from local.trigger import Trigger
from tests.emulation.faulty_bucket import FaultyBucket

BUCKET = "flight-tracker-data-123456789012"
POLLER = "flight-tracker-poll-opensky"
SCHEDULE = "flight-tracker-poll"
STATES, REJECTED = "flights.states", "flights.rejected"
AIRCRAFT = 300
SMALL_SKY = {"settings": json.dumps({"SIMULATION_AIRCRAFT": str(AIRCRAFT)})}
CALM = Config(read_timeout=90, retries={"total_max_attempts": 1})
SECONDS = 60.0


class Stage(NamedTuple):
    cloud: Cloud
    deployment: Deployment
    bucket: FaultyBucket

    def invoke(self, function: str) -> dict[str, Any]:
        """What the function answered; an error has `errorMessage`."""
        client = self.cloud.emulator.client("lambda", config=CALM)
        return dict(json.load(client.invoke(FunctionName=function, Payload=b"{}")["Payload"]))

    def poll(self) -> int:
        """One poll that publishes; the number of states."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            report = self.invoke(POLLER)
            if report.get("published"):
                return int(report["published"])
            assert "errorMessage" not in report, report
            time.sleep(1)
        raise AssertionError(f"nothing was published within {SECONDS:g} s: {report}")

    def trigger(self) -> Trigger:
        client = self.cloud.emulator.client("lambda", config=CALM)
        return Trigger(self._kafka(), DeployedFunction(CONSUMER, client))

    def consume(self, seconds: float = SECONDS) -> None:
        """Until nothing waits."""
        trigger = self.trigger()
        deadline = time.monotonic() + seconds
        try:
            while self.lag() > 0:
                assert time.monotonic() < deadline, f"{self.lag()} records wait"
                trigger.turn()
        finally:
            trigger.drain(0)

    def lag(self, topic: str = STATES) -> int:
        """Records that the trigger has not committed."""
        consumer = Consumer({**self._kafka().client, "group.id": GROUP})
        try:
            partitions = consumer.list_topics(topic, 10).topics[topic].partitions
            places = [TopicPartition(topic, p) for p in partitions]
            waiting = 0
            for place in _committed(consumer, places):
                low, high = consumer.get_watermark_offsets(place, 10)
                waiting += high - (place.offset if place.offset >= 0 else low)
            return waiting
        finally:
            consumer.close()

    def produce(self, topic: str, key: bytes, value: bytes) -> None:
        producer = Producer(self._kafka().client)
        producer.produce(topic, value, key)
        assert producer.flush(10) == 0

    def records(self, topic: str) -> int:
        """How many the topic has ever had."""
        consumer = Consumer({**self._kafka().client, "group.id": "count"})
        try:
            partitions = consumer.list_topics(topic, 10).topics[topic].partitions
            places = [TopicPartition(topic, p) for p in partitions]
            return sum(consumer.get_watermark_offsets(place, 10)[1] for place in places)
        finally:
            consumer.close()

    def keys(self, prefix: str) -> list[str]:
        client = self.cloud.emulator.client("s3")
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def landed(self) -> int:
        """Rows in the landing files of the states, overlaps counted once."""
        seen = set()
        for key in self.keys("landing/flight_states/"):
            *_, log, partition, name = key.split("/")
            first, last = name.removesuffix(".parquet").split("-")
            seen |= {(log, partition, offset) for offset in range(int(first), int(last) + 1)}
        return len(seen)

    def api(self, path: str) -> Any:
        """The gateway's answer as JSON."""
        url = self.deployment.output(GATEWAY, "api_endpoint")
        return get(url + path, through=self.cloud.emulator.url)

    def log(self, function: str) -> str:
        client = self.cloud.emulator.client("logs")
        events = client.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
        return "\n".join(event["message"] for event in events)

    def _kafka(self) -> Any:
        return Settings.from_env(self.cloud.broker.environment).kafka


def _committed(consumer: Consumer, places: list[TopicPartition]) -> list[TopicPartition]:
    """A broker that has just started looks for the group's coordinator first."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return consumer.committed(places, 10)
        except KafkaException as error:
            if not error.args[0].retriable() or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def get(url: str, *, through: str) -> Any:
    """GET as a browser does, whatever the machine knows of the host's name."""
    parts = urlsplit(url)
    connection = HTTPConnection(urlsplit(through).netloc, timeout=30)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Host": parts.netloc})
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (answer.status, content[:500])
        return json.load(io.BytesIO(content))
    finally:
        connection.close()


def inventory(cloud: Cloud) -> dict[str, Any]:
    """All that is in the emulator, and when it was changed last."""
    client = cloud.emulator.client
    functions = client("lambda")
    return {
        "buckets": [b["Name"] for b in client("s3").list_buckets()["Buckets"]],
        "queues": client("sqs").list_queues().get("QueueUrls", []),
        "roles": [r["RoleName"] for r in client("iam").list_roles()["Roles"]],
        "functions": {
            f["FunctionName"]: (f["LastModified"], f["RevisionId"])
            for f in functions.list_functions()["Functions"]
        },
        "triggers": [
            m["UUID"] for m in functions.list_event_source_mappings()["EventSourceMappings"]
        ],
        "schedules": [
            (s["Name"], s["State"]) for s in client("scheduler").list_schedules()["Schedules"]
        ],
        "groups": [
            g["Name"]
            for g in client("scheduler").list_schedule_groups()["ScheduleGroups"]
            if g["Name"] != "default"
        ],
        "gateways": [a["ApiId"] for a in client("apigatewayv2").get_apis()["Items"]],
        "secrets": [s["Name"] for s in client("secretsmanager").list_secrets()["SecretList"]],
        "logs": [g["logGroupName"] for g in client("logs").describe_log_groups()["logGroups"]],
    }
