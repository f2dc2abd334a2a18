"""Durations: what people type is read, and what is written reads back."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.duration import in_words, parse_duration_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("90 s", 90),
        ("90 seconds", 90),
        ("30 minutes", 1800),
        ("30 mins", 1800),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("1h30", 5400),
        ("1:30:00", 5400),
        ("1 hour and 5 minutes", 3900),
        ("1h, 5m", 3900),
        ("2d", 172_800),
        ("2 days", 172_800),
        ("1d 2h", 93_600),
        ("1w", 604_800),
        ("1.5h", 5400),
        ("1,5 h", 5400),
        (" 5M ", 300),
        ("PT1H30M", 5400),
        ("P1DT2H", 93_600),
        ("PT90S", 90),
        ("p2w", 1_209_600),
        ("0", 0),
    ],
)
def test_what_people_type_is_read(text, seconds):
    assert parse_duration_s(text) == seconds


def test_a_bare_number_is_minutes():
    assert [parse_duration_s(text) for text in ("90", "0.5")] == [5400, 30]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "s",
        "soon",
        "-5",
        "1m1h",
        "1h1h",
        "ms",
        "5 ms",
        "1h and",
        "and 5m",
        "14:00",
        "1e3",
        "nan",
        "inf",
        "P",
        "PT",
        "P1M",
        "P1Y",
        "5 fortnights",
        "2m30",
        "1h30m20",
        "²",
        "١٢",
    ],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_duration_s(text)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (3599, "1 h"),
        (3900, "1 h 05 min"),
        (90_000, "25 h"),
        (183_600, "2 days 3 h"),
        (172_800, "2 days"),
    ],
)
def test_durations_read_as_people_say_them(seconds, words):
    assert in_words(seconds) == words


@given(st.floats(0, 3e7))
def test_what_is_written_can_be_typed_again(seconds):
    assert in_words(parse_duration_s(in_words(seconds))) == in_words(seconds)


@given(st.text(max_size=12))
def test_any_text_is_a_duration_or_refused(text):
    with suppress(ValueError):
        assert parse_duration_s(text) >= 0
