"""A point on the earth: what is one, how it is written, and that what is written is read back."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.files.place import is_point, on_map, written_on_map


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_earth_is_written_and_known_again(latitude: float, longitude: float) -> None:
    place = on_map(latitude, longitude)
    assert place is not None and place["type"] == "place" and is_point(place["url"])
    numbers = re.findall("-?[0-9.]+", place["url"])
    assert [float(one) for one in numbers] == pytest.approx([latitude, longitude], abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 0), (0, math.inf), (True, 0), ("54", 48), (None, None)],
)
def test_what_lies_nowhere_is_no_point(latitude: object, longitude: object) -> None:
    assert on_map(latitude, longitude) is None


@pytest.mark.parametrize("text", ["54.31, 48.39", "54.31 48.39", " 54.310000;48.390000 ", "54.31,48.39"])
def test_two_numbers_in_a_text_are_a_point(text: str) -> None:
    assert written_on_map(text) == {"type": "place", "url": "geo:54.310000,48.390000"}


@pytest.mark.parametrize(
    "text", ["", "54.31", "99.5, 48", "54.31, 48.39, 1", "None None", "1e5, 3", "５４.31, 48", None, 5, "0" * 5000]
)
def test_any_other_text_is_none(text: object) -> None:
    assert written_on_map(text) is None


@pytest.mark.parametrize(
    "address", ["geo:54.31,48.39", "geo:99.000000,48.000000", "geo:1.000000,2.000000;u=5", "https://example.org", None]
)
def test_an_address_that_we_did_not_write_is_no_point(address: object) -> None:
    assert not is_point(address)
