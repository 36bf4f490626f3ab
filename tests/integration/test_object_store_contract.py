"""The contract of ObjectStore: the same tests over memory, a folder and S3."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.ports import ObjectStore
from tests.integration import moto_s3

THREADS, INCREMENTS = 8, 5


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    with moto_s3.served("sky") as url:
        yield url


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment in which `s3://` means the test server."""
    environment = {
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "memory":
        return ObstoreObjectStore("memory://")
    if request.param == "folder":
        return ObstoreObjectStore(str(tmp_path / "store"))
    request.getfixturevalue("s3")
    return ObstoreObjectStore(f"s3://sky/{tmp_path.name}")


def etag(store: ObjectStore, key: str) -> str:
    stored = store.get(key)
    assert stored is not None
    return stored.etag


def body(store: ObjectStore, key: str) -> bytes:
    stored = store.get(key)
    assert stored is not None
    return stored.body


def test_what_was_put_can_be_got(store: ObjectStore) -> None:
    store.put("live/a.arrow", b"\x00sky\xff")
    assert body(store, "live/a.arrow") == b"\x00sky\xff"


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    store.put("empty", b"")
    assert body(store, "empty") == b""


def test_a_missing_object_is_none(store: ObjectStore) -> None:
    assert store.get("live/nothing") is None


def test_a_put_replaces_the_object_whole(store: ObjectStore) -> None:
    store.put("a", b"a longer body")
    store.put("a", b"short")
    assert body(store, "a") == b"short"


def test_a_large_object_comes_back_whole(store: ObjectStore) -> None:
    content = os.urandom(6 * 1024 * 1024)
    store.put("big", content)
    assert body(store, "big") == content


def test_create_only_writes_where_there_is_none(store: ObjectStore) -> None:
    store.put("a", b"first", if_match=None)
    assert body(store, "a") == b"first"


def test_create_only_conflicts_with_what_is_there(store: ObjectStore) -> None:
    store.put("a", b"first")
    with pytest.raises(Conflict, match="a "):
        store.put("a", b"second", if_match=None)
    assert body(store, "a") == b"first"


def test_the_known_version_is_replaced(store: ObjectStore) -> None:
    store.put("a", b"first")
    store.put("a", b"second", if_match=etag(store, "a"))
    assert body(store, "a") == b"second"


def test_another_version_is_not_replaced(store: ObjectStore) -> None:
    store.put("a", b"first")
    known = etag(store, "a")
    store.put("a", b"second")
    with pytest.raises(Conflict):
        store.put("a", b"third", if_match=known)
    assert body(store, "a") == b"second"


def test_a_version_that_was_deleted_is_not_replaced(store: ObjectStore) -> None:
    store.put("a", b"first")
    known = etag(store, "a")
    store.delete("a")
    with pytest.raises(Conflict):
        store.put("a", b"second", if_match=known)
    assert store.get("a") is None


def test_get_and_list_name_the_same_version(store: ObjectStore) -> None:
    store.put("live/a", b"1")
    assert store.list("live") == [("live/a", etag(store, "live/a"))]


def test_a_deleted_object_is_gone(store: ObjectStore) -> None:
    store.put("live/a", b"1")
    store.delete("live/a")
    assert store.get("live/a") is None
    assert store.list("live") == []


def test_deleting_what_is_not_there_does_nothing(store: ObjectStore) -> None:
    store.delete("live/nothing")


def test_a_list_is_in_the_order_of_the_keys(store: ObjectStore) -> None:
    keys = ["live/b", "live/a/2", "live/a/10", "live/a.x", "live/c/d/e", "live/B"]
    for key in keys:
        store.put(key, b"x")
    assert [key for key, _ in store.list("live")] == sorted(keys)


def test_a_list_ends_at_the_folder_boundary(store: ObjectStore) -> None:
    for key in ("live/a/1", "live/ab/1", "live/a-1", "lively/1"):
        store.put(key, b"x")
    assert [key for key, _ in store.list("live/a")] == ["live/a/1"]


def test_a_list_may_begin_behind_a_key(store: ObjectStore) -> None:
    for key in ("live/a", "live/b", "live/c", "liver"):
        store.put(key, b"x")
    assert [key for key, _ in store.list("live", "live/a")] == ["live/b", "live/c"]
    assert store.list("live", "live/c") == []


def test_a_missing_folder_lists_empty(store: ObjectStore) -> None:
    assert store.list("live/nothing") == []


def test_a_counter_under_eight_threads_counts_every_increment(store: ObjectStore) -> None:
    store.put("counter", b"0")

    def increment(_: int) -> None:
        while True:
            stored = store.get("counter")
            assert stored is not None
            try:
                store.put("counter", b"%d" % (int(stored.body) + 1), if_match=stored.etag)
                return
            except Conflict:
                continue

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(increment, range(THREADS * INCREMENTS)))
    assert body(store, "counter") == b"%d" % (THREADS * INCREMENTS)


def test_of_eight_creators_one_wins(store: ObjectStore) -> None:
    start = threading.Barrier(THREADS)

    def create(number: int) -> bool:
        start.wait(10)
        try:
            store.put("one", b"%d" % number, if_match=None)
            return True
        except Conflict:
            return False

    with ThreadPoolExecutor(THREADS) as pool:
        winners = [number for number, won in enumerate(pool.map(create, range(THREADS))) if won]
    assert [b"%d" % number for number in winners] == [body(store, "one")]


def test_a_reader_never_sees_half_an_object(tmp_path: Path) -> None:
    store = ObstoreObjectStore(str(tmp_path))
    bodies = [bytes([letter]) * 300_000 for letter in b"ab"]
    store.put("a", bodies[0])

    def write() -> None:
        for number in range(50):
            store.put("a", bodies[number % 2])

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            assert body(store, "a") in bodies
        writing.result()


def test_a_folder_below_a_file_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match=r"object store .*file"):
        ObstoreObjectStore(str(tmp_path / "file" / "store"))


def test_a_key_below_an_object_is_unavailable_in_a_folder(tmp_path: Path) -> None:
    store = ObstoreObjectStore(str(tmp_path))
    store.put("live", b"a file")
    with pytest.raises(Unavailable, match="live/a"):
        store.put("live/a", b"x")


def test_a_folder_that_is_not_there_at_the_first_start_is_made(tmp_path: Path) -> None:
    store = ObstoreObjectStore(str(tmp_path / "data" / "store"))
    assert store.list("live") == [] and store.get("live/a") is None
    store.put("live/a", b"sky")
    assert body(store, "live/a") == b"sky"


@pytest.mark.parametrize(
    "use",
    [
        lambda store: store.get("live/a"),
        lambda store: store.list("live"),
        lambda store: store.put("live/b", b"sky"),
        lambda store: store.put("live/b", b"sky", if_match=None),
        lambda store: store.put("live/a", b"sky", if_match="1"),
    ],
    ids=["get", "list", "put", "create", "replace"],
)
def test_a_folder_that_is_taken_away_is_unavailable_and_not_empty(
    tmp_path: Path, use: Callable[[ObjectStore], object]
) -> None:
    folder = tmp_path / "store"
    store = ObstoreObjectStore(str(folder))
    store.put("live/a", b"sky")
    folder.rename(tmp_path / "gone")
    with pytest.raises(Unavailable, match="the folder is gone"):
        use(store)
    assert not folder.exists()
    (tmp_path / "gone").rename(folder)
    assert body(store, "live/a") == b"sky"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("there is no mount on PATH")
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_unavailable_and_keeps_the_old_object(small_disk: Path) -> None:
    store = ObstoreObjectStore(str(small_disk))
    store.put("a", b"old")
    with pytest.raises(Unavailable, match=r"a: .*No space left"):
        store.put("a", b"x" * 200_000)
    assert body(store, "a") == b"old"
    assert [key for key, _ in store.list("")] == ["a"]


def test_a_read_only_folder_is_unavailable_and_can_be_read(small_disk: Path) -> None:
    store = ObstoreObjectStore(str(small_disk))
    store.put("a", b"old")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(Unavailable, match=r"a: .*[Rr]ead-only"):
        store.put("a", b"new")
    assert body(store, "a") == b"old"


@pytest.mark.usefixtures("s3")
def test_a_list_of_a_bucket_goes_over_its_pages() -> None:
    keys = [f"frames/{number:04d}" for number in range(1_100)]
    for key in keys:  # in this process, because 1,100 requests take their time
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].put_object("sky", f"pages/{key}", b"")
    listed = ObstoreObjectStore("s3://sky/pages").list("frames")
    assert [key for key, _ in listed] == keys


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("condition", ["*", None])
def test_a_write_into_a_missing_bucket_is_unavailable(condition: str | None) -> None:
    store = ObstoreObjectStore("s3://no-such-bucket/store")
    with pytest.raises(Unavailable, match="no-such-bucket"):
        store.put("a", b"x", if_match=condition)


@pytest.mark.usefixtures("s3")
def test_a_list_of_a_missing_bucket_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="no-such-bucket"):
        ObstoreObjectStore("s3://no-such-bucket/store").list("live")


def test_a_bucket_that_refuses_connections_is_unavailable(
    s3: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="s3://sky/store: a: "):
        ObstoreObjectStore("s3://sky/store").put("a", b"x")
