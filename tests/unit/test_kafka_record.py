"""Records, and the event in which a platform delivers them."""

import json
from typing import Any

import pytest

from flight_tracker.errors import BadRecord
from flight_tracker.kafka_record import Record, dead_letter, from_event, state_record, to_event
from flight_tracker.state_vector import encode
from tests.skies import record, state

ITEM = {"topic": "t", "partition": 0, "offset": 0, "timestamp": 0}

LAMBDA_EVENT = {
    "eventSource": "SelfManagedKafka",
    "bootstrapServers": "b-1:9092,b-2:9092",
    "records": {
        "flights.states-3": [
            {
                "topic": "flights.states",
                "partition": 3,
                "offset": 15,
                "timestamp": 1545084650987,
                "timestampType": "CREATE_TIME",
                "key": "NGIxODE2",
                "value": "SGVsbG8=",
                "headers": [{"schema": [118, 49]}, {"place": [90, -61, -68, 114, 105, 99, 104]}],
            }
        ]
    },
}
"""As AWS documents it. Header bytes are Java's: signed."""


def delivered(event: Any) -> list[Record]:
    (records,) = from_event(event).values()
    return records


def test_an_event_of_lambda_is_read() -> None:
    (only,) = delivered(LAMBDA_EVENT)
    assert only[:6] == ("flights.states", 3, 15, 1545084650987, b"4b1816", b"Hello")


def test_header_bytes_may_be_negative() -> None:
    (only,) = delivered(LAMBDA_EVENT)
    assert only.headers == (("schema", b"v1"), ("place", "Zürich".encode()))
    assert only.header("place") == "Zürich"


@pytest.mark.parametrize(
    "original",
    [
        record(encode(state())),
        record(None),
        record(b""),
        record(bytes(range(256)), key=None),
        record(b"x", headers=()),
        record(b"x", headers=(("a", bytes(range(256))), ("a", b""), ("b", b"2"))),
        record(b"x", topic="with-a-dash-7", partition=11, offset=2**40),
    ],
)
def test_a_record_survives_the_event(original: Record) -> None:
    event = json.loads(json.dumps(to_event([original], "localhost:9092")))
    assert delivered(event) == [original]


def test_an_event_names_its_brokers_and_groups_by_partition() -> None:
    event = to_event([record(b"x"), record(b"y", partition=2)], "localhost:9092")
    assert event["bootstrapServers"] == "localhost:9092"
    assert set(event["records"]) == {"flights.states-0", "flights.states-2"}


def test_records_are_grouped_by_partition_in_the_order_of_their_offsets() -> None:
    sent = [record(b"x", 5), record(b"x", 3), record(b"x", 4, partition=1), record(b"x", 4)]
    grouped = from_event(to_event(sent, ""))
    assert {place: [r.offset for r in batch] for place, batch in grouped.items()} == {
        ("flights.states", 0): [3, 4, 5],
        ("flights.states", 1): [4],
    }


def test_an_event_without_records_is_empty() -> None:
    assert from_event(to_event([], "")) == {}


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"records": None},
        {"records": [ITEM]},
        {"Records": [{"eventSource": "aws:sqs"}]},
        {"records": {"t-0": None}},
        {"records": {"t-0": [{}]}},
        {"records": {"t-0": [{"topic": "t", "partition": 0, "offset": 0}]}},
        {"records": {"t-0": [{**ITEM, "value": "a"}]}},
        {"records": {"t-0": [{**ITEM, "value": 5}]}},
        {"records": {"t-0": [{**ITEM, "headers": [{"a": "text"}]}]}},
        {"records": {"t-0": [{**ITEM, "headers": [5]}]}},
        {"records": {"t-0": [5]}},
        {"records": {"t-0": ["text"]}},
        [],
    ],
)
def test_what_is_no_event_of_kafkas_is_refused(event: Any) -> None:
    with pytest.raises(BadRecord, match="the event "):
        from_event(event)


def test_the_last_header_of_a_name_counts() -> None:
    twice = record(b"x", headers=(("a", b"1"), ("a", b"\xff"), ("b", b"3")))
    assert (twice.header("a"), twice.header("b"), twice.header("c")) == ("\ufffd", "3", None)


def test_a_state_is_keyed_by_its_address() -> None:
    new = state_record(state("~4b1816", source="readsb"))
    assert (new.key, new.value) == (b"~4b1816", encode(state("~4b1816", source="readsb")))
    assert new.headers == (("schema", b"state-vector/1"), ("source", b"readsb"))


def test_a_dead_letter_carries_its_bytes_reason_and_origin() -> None:
    bad = record(b"\xff", 12, partition=3)
    letter = dead_letter(bad.key, bad.value, "not JSON", "opensky", bad)
    assert (letter.key, letter.value) == (b"4b1816", b"\xff")
    assert dict(letter.headers) == {
        "reason": b"not JSON",
        "topic": b"flights.states",
        "partition": b"3",
        "offset": b"12",
        "source": b"opensky",
    }


def test_what_never_was_in_the_log_has_no_origin_there() -> None:
    headers = dict(dead_letter(None, b"x", "half \ud800", "opensky").headers)
    assert (headers["topic"], headers["partition"], headers["offset"]) == (b"", b"", b"")
    assert headers["reason"] == b"half ?"
