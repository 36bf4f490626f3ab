"""What may go wrong in the cloud, and what comes of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from emulation.cloud import CONSUMER
from tests.emulation.faulty_bucket import Fault
from tests.emulation.stage import AIRCRAFT, POLLER, REJECTED, STATES, Stage

pytestmark = pytest.mark.emulation


def both_polls(stage: Stage) -> list[str]:
    """Two at once: what each said."""

    def one(_: int) -> str:
        try:
            return str(stage.invoke(POLLER))
        except ClientError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_of_two_polls_at_once_one_is_refused(stage: Stage) -> None:
    stage.poll()
    said = sorted("TooManyRequests" in answer for answer in both_polls(stage))
    assert said == [False, True]


def test_a_throttled_bucket_is_asked_again_within_the_invocation(stage: Stage) -> None:
    stage.poll()
    left = iter([Fault(503)] * 3)
    with stage.bucket.failing(lambda method, path: next(left, None) if method == "PUT" else None):
        stage.consume()
    assert stage.bucket.faults == 3
    assert stage.landed() == stage.records(STATES)


def test_a_failing_bucket_loses_nothing(stage: Stage) -> None:
    stage.consume()
    published = stage.poll()
    trigger = stage.trigger()
    with stage.bucket.failing(lambda method, path: Fault(500) if method == "PUT" else None):
        trigger.turn()
        assert stage.bucket.faults and stage.lag() == published
    trigger.drain(0)
    stage.consume()
    assert stage.landed() == stage.records(STATES)
    assert stage.api("/flights/current")["count"] == AIRCRAFT


def test_a_time_out_in_the_middle_of_a_batch_does_no_harm(stage: Stage) -> None:
    stage.consume()
    published = stage.poll()
    trigger = stage.trigger()

    def stuck(method: str, path: str) -> Fault | None:
        return Fault(500, delay=8) if method == "PUT" and "/live/" in path else None

    with stage.bucket.failing(stuck):
        trigger.turn()
        assert stage.landed() > 0 and stage.lag() == published
    trigger.drain(0)
    assert "Task timed out" in stage.log(CONSUMER)
    stage.consume()
    assert stage.landed() == stage.records(STATES)
    assert stage.api("/flights/current")["count"] == AIRCRAFT


def test_a_poison_batch_is_dead_lettered_and_its_partition_goes_on(stage: Stage) -> None:
    stage.consume()
    before = stage.records(REJECTED)
    for number in range(20):
        stage.produce(STATES, b"4b0000", b"poison %d" % number)
    stage.poll()
    stage.consume()
    assert stage.records(REJECTED) == before + 20
    assert stage.lag() == 0 and stage.api("/flights/current")["count"] == AIRCRAFT
