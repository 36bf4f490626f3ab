"""API keys: made once, known by their hash."""

import io
import re

import pytest

from flight_tracker.errors import ConfigError
from flight_tracker.settings import Settings, api_keys, new_api_key


def made(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    assert new_api_key.main(arguments) == 0
    key, entry = (line.split(": ")[1].strip() for line in capsys.readouterr().out.splitlines())
    return key, entry


def test_a_key_that_was_made_opens_with_the_entry_that_was_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    key, entry = made(capsys, "airfield", "60")
    found = api_keys.find([api_keys.parse(entry)], key)
    assert found is not None and (found.name, found.rate_limit) == ("airfield", 60)
    assert key not in entry


def test_no_key_is_made_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert len({made(capsys, "airfield")[0] for _ in range(20)}) == 20


def test_a_plain_key_of_an_earlier_release_becomes_an_entry(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("an-old-key\n"))
    assert new_api_key.main(["airfield", "--existing"]) == 0
    printed = capsys.readouterr().out
    assert "an-old-key" not in printed
    found = api_keys.find([api_keys.parse(printed.split(": ")[1].strip())], "an-old-key")
    assert found is not None and found.name == "airfield"


@pytest.mark.parametrize("name", ["", "Airfield", "a:b", "a" * 41, "-a", "é"])
def test_a_name_that_a_source_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(SystemExit):
        new_api_key.main([name])


def test_each_key_is_found_and_no_other() -> None:
    keys = [api_keys.parse(api_keys.entry_of(name, f"key-{name}")) for name in "abc"]
    assert [getattr(api_keys.find(keys, f"key-{name}"), "name", None) for name in "cabx"] == [
        *"cab",
        None,
    ]


HASH = "a" * 64


@pytest.mark.parametrize(
    "entry",
    [
        HASH,
        f"{HASH.upper()}",
        f":{HASH}",
        f"Airfield:{HASH}",
        f"airfield:{HASH[1:]}",
        f"airfield:{HASH}:0",
        f"airfield:{HASH}:x",
        f"airfield:{HASH}:",
        "airfield:a-plain-key",
    ],
)
def test_an_entry_that_is_neither_is_a_mistake_that_does_not_tell_it(entry: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.from_env({"INGEST_API_KEYS": f"good,{entry}"})
    [sentence] = caught.value.errors
    assert sentence.startswith("INGEST_API_KEYS entry 2 must be name:sha256hex")
    assert entry not in sentence


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CORS_ALLOWED_ORIGINS", "map.example.org"),
        ("CORS_ALLOWED_ORIGINS", "https://map.example.org/"),
        ("CORS_ALLOWED_ORIGINS", "https://user@map.example.org"),
        ("CORS_ALLOWED_ORIGINS", "null"),
        ("CORS_ALLOWED_ORIGINS", "*,https://map.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "everybody"),
        ("RATE_LIMIT_PER_MINUTE", "-1"),
        ("INGEST_RATE_LIMIT_PER_MINUTE", "1.5"),
    ],
)
def test_a_setting_of_the_api_that_cannot_work_is_named(variable: str, text: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{re.escape(variable)} "):
        Settings.from_env({variable: text})
