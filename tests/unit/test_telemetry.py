"""One JSON line for each invocation."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from flight_tracker import telemetry
from flight_tracker.errors import Unavailable
from flight_tracker.polling import PollReport


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Standard error of an edge that has set up its logging; put back as it was afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    root.handlers = []  # they would be closed
    monkeypatch.setattr(sys, "stderr", stream)
    telemetry.configure()
    yield stream
    root.handlers, root.level = handlers, level


def only_line(stream: io.StringIO) -> dict[str, object]:
    (line,) = stream.getvalue().splitlines()
    return dict(json.loads(line))


def test_an_invocation_is_one_line_with_its_report(stream: io.StringIO) -> None:
    with telemetry.invocation("poll") as fields:
        fields |= telemetry.as_dict(PollReport("opensky", published=3))
    line = only_line(stream)
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "flight_tracker", "poll")
    assert (line["source"], line["published"], line["skipped"]) == ("opensky", 3, None)
    assert isinstance(line["milliseconds"], int)


def test_a_failure_of_ours_is_a_sentence_and_goes_on(stream: io.StringIO) -> None:
    with pytest.raises(Unavailable), telemetry.invocation("poll") as fields:
        fields["records"] = 7
        raise Unavailable("OpenSky is away")
    line = only_line(stream)
    assert (line["level"], line["message"]) == ("ERROR", "poll failed: OpenSky is away")
    assert (line["error"], line["detail"]) == ("Unavailable", "OpenSky is away")
    assert line["records"] == 7
    assert "exception" not in line


def test_a_defect_keeps_its_traceback_in_the_line(stream: io.StringIO) -> None:
    with pytest.raises(ZeroDivisionError), telemetry.invocation("poll"):
        _ = 1 / 0
    line = only_line(stream)
    assert (line["level"], line["message"]) == ("ERROR", "poll failed")
    assert "ZeroDivisionError: division by zero" in str(line["exception"])
    assert "milliseconds" in line


def test_a_line_says_when_in_one_zone(stream: io.StringIO) -> None:
    logging.getLogger("other").warning("%s of %d", "one", 2)
    line = only_line(stream)
    assert (line["logger"], line["message"]) == ("other", "one of 2")
    assert len(str(line["time"])) == len("2026-01-01T00:00:00+0000")


def test_a_value_that_is_no_json_is_written_as_text(stream: io.StringIO) -> None:
    with telemetry.invocation("poll") as fields:
        fields["odd"] = {1}
    assert only_line(stream)["odd"] == "{1}"


def test_setting_up_twice_writes_once(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    telemetry.configure()
    telemetry.logger.info("once")
    assert only_line(stream)["message"] == "once"


def test_details_are_not_written(stream: io.StringIO) -> None:
    telemetry.logger.debug("a detail")
    assert stream.getvalue() == ""
