"""Asking the live view: filters, statistics, and what is read again."""

from typing import Any

import pytest

from flight_tracker import feed
from flight_tracker.adapters.arrow import ArrowTableFormat
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from flight_tracker.feed import Feed
from flight_tracker.geo import BoundingBox
from flight_tracker.live_view import Shard, Sky, key
from flight_tracker.querying import LiveView, Stats, View, altitude, current, stats
from flight_tracker.state_vector import StateVector
from tests.skies import TIME, Clock, state

TOPIC = "flights.states"
A, B, C = "00000a", "00000b", "00000c"
HERE = {A: (47.0, 8.0), B: (47.0, 179.0), C: (-10.0, -179.0)}
SKY = Sky(TIME, [state(name, latitude=lat, longitude=lon) for name, (lat, lon) in HERE.items()])


class CountingTables(ArrowTableFormat):
    """Counts the shards that it decodes."""

    decoded = 0

    def decode_shard(self, body: bytes) -> Shard:
        self.decoded += 1
        return super().decode_shard(body)


class Watch:
    """A live view over a store in memory, with a clock that a test moves."""

    def __init__(self) -> None:
        self.store = ObstoreObjectStore("memory://")
        self.tables = CountingTables()
        self.clock = Clock()
        self.live = LiveView(self.store, self.tables, self.clock, TOPIC)

    def shard(self, partition: int, *states: StateVector, **changes: Any) -> None:
        fields = {"snapshot_time": TIME, "states": {s.icao24: s for s in states}} | changes
        body = self.tables.encode_shard(Shard("log", partition, **fields))
        self.store.put(key(TOPIC, partition), body)

    def note(self, **changes: Any) -> None:
        self.store.put(feed.KEY, feed.encode(Feed(**changes)))

    def look(self) -> View:
        self.clock.now += 1
        return self.live.view()

    def seen(self) -> list[str]:
        return [s.icao24 for s in self.look().sky.states]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def names(**filters: Any) -> list[str]:
    return [s.icao24 for s in current(SKY, **filters)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [A, B, C]),
        ({"limit": 2}, [A, B]),
        ({"limit": 0}, []),
        ({"icao24": [C.upper(), A]}, [A, C]),
        ({"icao24": ["ffffff"]}, []),
        ({"box": BoundingBox(46, 7, 48, 9)}, [A]),
        ({"box": BoundingBox(-20, 178, 50, -178)}, [B, C]),
        ({"box": BoundingBox(-20, 178, 50, -178), "icao24": [A, C]}, [C]),
        ({"box": BoundingBox(-20, 178, 50, -178), "limit": 1}, [B]),
    ],
)
def test_filters_are_joined(filters: dict[str, Any], expected: list[str]) -> None:
    assert names(**filters) == expected


def summary(*states: StateVector, **changes: Any) -> Stats:
    return stats(View(Sky(TIME, list(states)), Feed(source="opensky"), "v"), **changes)


def test_totals_keep_the_unknown_apart() -> None:
    on_ground = [False, False, True, None]
    found = summary(*(state(f"{n:06x}", on_ground=on) for n, on in enumerate(on_ground)))
    assert (found.total, found.airborne, found.on_ground, found.unknown) == (4, 2, 1, 1)
    assert (found.snapshot_time, found.source) == (TIME, "opensky")


def test_countries_and_sources_are_counted_the_most_frequent_first() -> None:
    found = summary(
        state(A, origin_country="Chile"),
        state(B, origin_country=None, source="my-radar"),
        state(C, origin_country="Chile"),
        state("00000d", origin_country=""),
        state("00000e", origin_country="Chile"),
    )
    assert list(found.by_country.items()) == [("Chile", 3), ("unknown", 2)]
    assert list(found.by_source.items()) == [("opensky", 4), ("my-radar", 1)]


def test_heights_fall_into_bands_and_parked_aircraft_do_not() -> None:
    heights = [-76.0, 0.0, 2_999.9, 3_000.0, 12_000.0, 28_560.0]
    airborne = [state(f"{n:06x}", baro_altitude=h) for n, h in enumerate(heights)]
    found = summary(*airborne, state(A, on_ground=True, baro_altitude=100.0))
    bands = [(b.min_altitude, b.max_altitude, b.count) for b in found.altitude_bands]
    assert bands == [
        (0, 3_000, 3),
        (3_000, 6_000, 1),
        (6_000, 9_000, 0),
        (9_000, 12_000, 0),
        (12_000, None, 2),
    ]


def test_an_unknown_height_is_in_no_band() -> None:
    found = summary(state(A, baro_altitude=None, geo_altitude=None), state(B))
    assert (found.without_altitude, sum(b.count for b in found.altitude_bands)) == (1, 1)


def test_the_barometric_altitude_is_preferred_and_zero_is_one() -> None:
    assert altitude(state(baro_altitude=0.0, geo_altitude=50.0)) == 0.0
    assert altitude(state(baro_altitude=None, geo_altitude=50.0)) == 50.0
    assert altitude(state(baro_altitude=None, geo_altitude=None)) is None


def test_the_fastest_and_highest_are_the_first_few() -> None:
    several = [state(f"{n:06x}", velocity=float(n), baro_altitude=100.0 - n) for n in range(5)]
    unknown = state(A, velocity=None, baro_altitude=None, geo_altitude=None)
    found = summary(*several, unknown, top=2)
    assert [s.velocity for s in found.fastest] == [4.0, 3.0]
    assert [altitude(s) for s in found.highest] == [100.0, 99.0]


@pytest.mark.parametrize(
    ("squawk", "meaning"),
    [("7500", "unlawful interference"), ("7600", "radio failure"), ("7700", "emergency")],
)
def test_an_emergency_is_named(squawk: str, meaning: str) -> None:
    (only,) = summary(state(A, squawk=squawk), state(B), state(C, squawk=None)).emergencies
    assert (only.meaning, only.state.icao24) == (meaning, A)


def test_the_age_in_the_middle_is_told() -> None:
    ages = [0, 10, 300]
    found = summary(*(state(f"{n:06x}", time_position=TIME - n) for n in ages))
    assert found.median_position_age == 10


def test_an_empty_sky_has_statistics_too() -> None:
    found = stats(View(Sky(None, []), Feed(), "v"))
    assert (found.total, found.median_position_age, found.fastest) == (0, None, [])
    assert (found.by_country, found.source, found.snapshot_time) == ({}, None, None)


def test_a_view_is_all_shards_together(watch: Watch) -> None:
    watch.shard(0, state(B))
    watch.shard(1, state(A))
    assert (watch.seen(), watch.look().sky.snapshot_time) == ([A, B], TIME)


def test_an_empty_store_is_an_empty_sky(watch: Watch) -> None:
    assert (watch.look().sky, watch.look().feed) == (Sky(None, []), Feed())


def test_only_a_shard_that_changed_is_decoded_again(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.shard(1, state(B))
    watch.look()
    watch.look()
    assert watch.tables.decoded == 2
    watch.shard(1, state(C))
    assert (watch.seen(), watch.tables.decoded) == ([A, C], 3)


def test_one_look_answers_for_half_a_second(watch: Watch) -> None:
    watch.shard(0, state(A))
    first = watch.look()
    watch.shard(0, state(B))
    assert watch.live.view() is first
    watch.clock.now += 0.25
    assert watch.live.view() is first
    watch.clock.now += 0.25
    assert watch.live.view().sky.states == [state(B)]


def test_a_clock_that_goes_back_does_not_stop_the_view(watch: Watch) -> None:
    watch.look()
    watch.shard(0, state(A))
    watch.clock.now -= 3_600
    assert watch.seen() == [A]


def test_the_version_stays_while_nothing_changes(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.note(source="opensky", last_poll_at=1.0)
    first = watch.look()
    watch.note(source="opensky", last_poll_at=2.0)
    second = watch.look()
    assert (first.version, first.sky) == (second.version, second.sky)
    assert second.feed.last_poll_at == 2.0


@pytest.mark.parametrize(
    "change",
    [
        lambda watch: watch.shard(0, state(B)),
        lambda watch: watch.shard(1, state(B)),
        lambda watch: watch.note(epoch=5),
        lambda watch: watch.note(source="opensky"),
        lambda watch: watch.note(snapshot_time=TIME + 99, published=0),
        lambda watch: watch.store.delete(key(TOPIC, 0)),
    ],
)
def test_the_version_changes_with_what_is_shown(watch: Watch, change: Any) -> None:
    watch.shard(0, state(A))
    before = watch.look().version
    change(watch)
    assert watch.look().version != before


def test_shards_of_an_older_epoch_are_not_shown(watch: Watch) -> None:
    watch.shard(0, state(A), epoch=1_000)
    watch.shard(1, state(B), epoch=2_000)
    watch.note(epoch=2_000)
    assert watch.seen() == [B]


def test_an_empty_snapshot_empties_the_sky_in_time(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.note(snapshot_time=TIME + 300, published=0)
    assert (watch.seen(), watch.look().sky.snapshot_time) == ([], TIME + 300)


def test_a_shard_that_has_gone_is_forgotten(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.look()
    watch.store.delete(key(TOPIC, 0))
    assert watch.seen() == []


def test_another_topic_is_not_shown(watch: Watch) -> None:
    body = watch.tables.encode_shard(Shard("log", 0, states={A: state(A)}))
    watch.store.put(key("flights.states-2", 0), body)
    assert watch.seen() == []


def test_a_forgetful_view_reads_everything_anew(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.look()
    watch.live.forget()
    assert (watch.seen(), watch.tables.decoded) == ([A], 2)


def test_a_damaged_shard_is_said_to_be_damaged_until_it_is_replaced(watch: Watch) -> None:
    watch.store.put(key(TOPIC, 0), b"")
    with pytest.raises(Unavailable, match="damaged"):
        watch.look()
    watch.shard(0, state(A))
    assert watch.seen() == [A]
