"""emergencies: episodes of the squawks 7500, 7600 and 7700."""

from typing import Any

import pytest

from flight_tracker.enrichment import EMERGENCY_SQUAWKS
from flight_tracker.state_vector import StateVector
from tests.gold.one_day import Log, Rows, day_of, make
from tests.skies import TIME, state

DAY_END = TIME - TIME % 86_400 + 86_400
GAP = 1800


def at(time: int, icao24: str = "4b1816", squawk: str | None = "7700", **more: Any) -> StateVector:
    """A state of a message at `time`, told by a snapshot five seconds later."""
    times = {"snapshot_time": time + 5, "last_contact": time, "time_position": time}
    return state(icao24, squawk=squawk, **(times | more))


def episodes(*states: Any, **options: Any) -> Rows:
    rows = make("emergencies", *states, **options)
    return sorted(rows, key=lambda row: (row["first_seen"], row["squawk"]))


def test_an_episode_lasts_from_the_first_to_the_last_sight() -> None:
    [episode] = episodes(at(TIME), at(TIME + 30), at(TIME + 60))
    assert (episode["first_seen"], episode["last_seen"]) == (TIME, TIME + 60)
    assert (episode["icao24"], episode["states"]) == ("4b1816", 3)


@pytest.mark.parametrize(("squawk", "meaning"), EMERGENCY_SQUAWKS.items())
def test_each_emergency_squawk_has_its_meaning(squawk: str, meaning: str) -> None:
    [episode] = episodes(at(TIME, squawk=squawk))
    assert (episode["squawk"], episode["meaning"]) == (squawk, meaning)


@pytest.mark.parametrize("squawk", ["1000", "7000", "7777", None])
def test_another_squawk_is_no_emergency(squawk: str | None) -> None:
    assert episodes(at(TIME, squawk=squawk)) == []


def test_a_single_state_is_an_episode_and_says_so() -> None:
    [episode] = episodes(at(TIME))
    assert episode["states"] == 1


def test_half_an_hour_of_silence_does_not_end_an_episode() -> None:
    [episode] = episodes(at(TIME), at(TIME + GAP))
    assert episode["states"] == 2


def test_a_longer_silence_does() -> None:
    first, second = episodes(at(TIME), at(TIME + GAP + 1))
    assert (first["last_seen"], second["first_seen"]) == (TIME, TIME + GAP + 1)


def test_another_squawk_in_between_does_not_end_it() -> None:
    [episode] = episodes(at(TIME), at(TIME + 30, squawk="1000"), at(TIME + 60))
    assert episode["states"] == 2


def test_two_squawks_are_two_episodes() -> None:
    assert len(episodes(at(TIME, squawk="7600"), at(TIME + 30, squawk="7700"))) == 2


def test_a_snapshot_that_repeats_a_message_is_no_new_sight() -> None:
    [episode] = episodes(at(TIME), at(TIME, snapshot_time=TIME + 35))
    assert episode["states"] == 1


def test_a_state_in_two_logs_is_one_sight() -> None:
    [episode] = episodes(Log([at(TIME)]), Log([at(TIME)], "another"))
    assert episode["states"] == 1


def test_past_midnight_it_belongs_to_the_day_of_its_first_sight() -> None:
    states = [at(DAY_END - 60), at(DAY_END - 2), at(DAY_END + 60)]
    [episode] = episodes(*states)
    assert (episode["last_seen"], episode["states"]) == (DAY_END + 60, 3)
    assert episodes(*states, day=day_of(DAY_END)) == []


def test_the_day_before_is_asked_whether_it_had_begun() -> None:
    assert episodes(at(DAY_END - 60), at(DAY_END + 60), day=day_of(DAY_END)) == []


def test_an_episode_of_the_next_day_is_left_to_it() -> None:
    assert episodes(at(DAY_END + 60)) == []
    assert len(episodes(at(DAY_END + 60), day=day_of(DAY_END))) == 1


def test_a_message_of_today_told_by_a_snapshot_of_tomorrow_counts_today() -> None:
    assert len(episodes(at(DAY_END - 1))) == 1


def test_late_data_joins_what_seemed_to_be_two_episodes() -> None:
    seen = [at(TIME), at(TIME + GAP + 600)]
    assert len(episodes(*seen)) == 2
    assert len(episodes(*seen, at(TIME + 900))) == 1


def test_its_callsign_is_the_one_seen_most_often() -> None:
    names = ["SWR1", "SWR2", None, "SWR2", None, None]
    [episode] = episodes(*(at(TIME + i, callsign=name) for i, name in enumerate(names)))
    assert episode["callsign"] == "SWR2"


def test_first_and_last_are_the_first_and_last_that_were_known() -> None:
    nowhere: dict[str, Any] = {
        "latitude": None,
        "longitude": None,
        "baro_altitude": None,
        "geo_altitude": None,
    }
    [episode] = episodes(
        at(TIME, **nowhere),
        at(TIME + 1, latitude=48.0, longitude=9.0, baro_altitude=900.0),
        at(TIME + 2, latitude=47.0, longitude=8.0, baro_altitude=None, geo_altitude=700.0),
        at(TIME + 3, **nowhere),
    )
    ends = [
        (episode[f"{end}_latitude"], episode[f"{end}_longitude"], episode[f"{end}_altitude"])
        for end in ("first", "last")
    ]
    assert ends == [(48.0, 9.0, 900.0), (47.0, 8.0, 700.0)]


def test_without_any_position_it_is_an_episode_all_the_same() -> None:
    [episode] = episodes(at(TIME, latitude=None, longitude=None))
    assert episode["first_latitude"] is None


@pytest.mark.parametrize(
    ("on_ground", "is_test"),
    [([True, True], True), ([True, False], False), ([True, None], False), ([None], False)],
)
def test_only_who_is_never_known_elsewhere_is_on_the_ground_only(
    on_ground: list[bool | None], is_test: bool
) -> None:
    [episode] = episodes(*(at(TIME + i, on_ground=value) for i, value in enumerate(on_ground)))
    assert episode["is_on_ground_only"] is is_test


def test_two_aircraft_are_two_episodes() -> None:
    assert len(episodes(at(TIME), at(TIME, "4b1817"))) == 2
