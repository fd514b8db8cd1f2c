"""A recording opens at a moment by its network's own parameter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.domain.followup.recording import Recording, checked, link
from live.domain.refused import Refused

AIR = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://vkvideo.ru/video-1_2", "https://vkvideo.ru/video-1_2?t=1h2m3s"),
        ("https://vk.com/video-1_2?list=ln-a", "https://vk.com/video-1_2?list=ln-a&t=1h2m3s"),
        ("https://m.vk.com/video-1_2?t=5m0s", "https://m.vk.com/video-1_2?t=1h2m3s"),
        ("https://live.vkvideo.ru/raion/stream", "https://live.vkvideo.ru/raion/stream?t=1h2m3s"),
        ("https://www.youtube.com/watch?v=dQw4", "https://www.youtube.com/watch?v=dQw4&t=3723s"),
        ("https://www.youtube.com/watch?t=7&v=dQw4#a", "https://www.youtube.com/watch?v=dQw4&t=3723s"),
        ("https://youtu.be/dQw4", "https://youtu.be/dQw4?t=3723"),
        ("https://youtube.com/live/dQw4?feature=share", "https://youtube.com/live/dQw4?feature=share&t=3723"),
        ("https://rutube.ru/video/f45b/", "https://rutube.ru/video/f45b/?t=3723"),
        ("https://rutube.ru/video/private/f45b/?p=aB-c", "https://rutube.ru/video/private/f45b/?p=aB-c&t=3723"),
        ("https://raion.example/air.mp4", "https://raion.example/air.mp4#t=3723"),
        ("https://raion.example/air.mp4?s=1#t=5", "https://raion.example/air.mp4?s=1#t=3723"),
        ("https://raion.example/#air", "https://raion.example/#air&t=3723"),
        ("https://notvk.com/video-1_2", "https://notvk.com/video-1_2#t=3723"),
        ("https://youtube.com.example/watch?v=a", "https://youtube.com.example/watch?v=a#t=3723"),
    ],
)
def test_each_network_has_its_own_way(address: str, opened: str) -> None:
    assert link(address, 3723) == opened


@settings(deadline=None)
@given(st.integers(0, 200_000))
def test_what_a_network_is_told_is_the_second(seconds: int) -> None:
    told = parse_qs(urlsplit(link("https://vkvideo.ru/video-1_2", seconds)).query)["t"][0]
    hours, _, rest = told.partition("h")
    minutes, _, rest = rest.partition("m")
    assert int(hours) * 3600 + int(minutes) * 60 + int(rest.removesuffix("s")) == seconds
    assert int(minutes) < 60 and int(rest.removesuffix("s")) < 60
    assert link(link("https://rutube.ru/video/f45b/", 1), seconds).endswith(f"?t={seconds}")


@pytest.mark.parametrize(
    ("starts", "moment", "seconds"),
    [
        (None, AIR + timedelta(seconds=90), 90),  # It begins with the air.
        (AIR - timedelta(minutes=5), AIR + timedelta(seconds=90), 390),
        (AIR + timedelta(minutes=5), AIR + timedelta(seconds=90), 0),  # What was before it is at its beginning.
        (AIR - timedelta(hours=25), AIR, 90_000),
        (None, AIR + timedelta(hours=9, minutes=1), 32_460),  # Over midnight by the clock of the show.
        (None, AIR + timedelta(milliseconds=1999), 1),
    ],
)
def test_a_moment_is_counted_from_the_beginning_of_the_recording(
    starts: datetime | None, moment: datetime, seconds: int
) -> None:
    recording = Recording.of("https://youtu.be/a", starts, AIR)
    assert recording is not None and recording.seconds(moment) == seconds
    assert recording.link(moment) == f"https://youtu.be/a?t={seconds}"


@pytest.mark.parametrize(
    ("address", "starts", "aired"), [(None, AIR, AIR), ("", AIR, AIR), ("https://youtu.be/a", None, None)]
)
def test_there_is_none_without_an_address_or_a_beginning(
    address: str | None, starts: datetime | None, aired: datetime | None
) -> None:
    assert Recording.of(address, starts, aired) is None


@pytest.mark.parametrize(
    "address",
    [
        *("", "эфир", "http://youtu.be/a", "javascript:alert(1)", "https://", "https://localhost/a", "https:///a"),
        *("https://user@youtu.be/a", "https://youtu.be/a b", 'https://youtu.be/"', "https://youtu.be/<a>"),
        *("https://youtu.be/\n", "https://[::1", "https://youtu.be/" + "a" * 500),
    ],
)
def test_what_is_no_address_of_a_recording_is_refused_in_words(address: str) -> None:
    if address == "https://youtu.be/\n":
        assert checked(address) == "https://youtu.be/"  # A line end comes along when one copies.
        return
    with pytest.raises(Refused) as caught:
        checked(address)
    assert caught.value.code == "invalid"


def test_an_address_is_kept_as_it_was_copied() -> None:
    assert checked(" https://vkvideo.ru/video-1_2?list=ln-a ") == "https://vkvideo.ru/video-1_2?list=ln-a"
