"""A stranger's picture is drawn anew, or refused with a sentence; its reader can stop nothing but itself."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from live.domain.files.attached import PICTURE_SIDE, PREVIEW_SIDE, NotKept, Why
from live.files.media.child_pictures import redrawn_apart
from live.files.media.pictures import Picture, redrawn
from tests.support import pictures


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refusal(content: bytes) -> Why:
    with pytest.raises(NotKept) as refused:
        redrawn(content)
    return refused.value.why


def notes(made: Picture) -> list[object]:
    """Whatever the two pictures tell beside their pixels."""
    both = [opened(made.content), opened(made.preview)]
    return [dict(one.getexif()) or [name for name in one.info if not str(name).startswith("jfif")] for one in both]


def pixel(content: bytes, at: tuple[int, int]) -> tuple[int, ...]:
    found = opened(content).getpixel(at)
    assert isinstance(found, tuple)
    return found


def test_nothing_is_left_of_where_and_by_what_it_was_taken() -> None:
    taken = pictures.photo()
    assert opened(taken).getexif().get_ifd(pictures.GPS)  # As a telephone sends it.
    made = redrawn(taken)
    assert notes(made) == [[], []] and b"Anna" not in made.content and b"taken at home" not in made.content


@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (634, 474)), (6, (474, 5)), (8, (5, 634))])
def test_it_stands_as_the_camera_was_held(orientation: int, corner: tuple[int, int]) -> None:
    red, green, blue = pixel(redrawn(pictures.photo(orientation)).content, corner)
    assert blue > 200 and red < 60 and green < 60


def test_a_large_one_is_made_smaller_and_a_preview_is_beside_it() -> None:
    made = redrawn(pictures.picture(size=(4000, 3000)))
    assert (made.width, made.height) == opened(made.content).size == (PICTURE_SIDE, 1920)
    assert opened(made.preview).size == (PREVIEW_SIDE, 240)


def test_a_small_one_stays_as_small() -> None:
    made = redrawn(pictures.picture("PNG", (20, 10)))
    assert opened(made.content).size == opened(made.preview).size == (20, 10)


@pytest.mark.parametrize("content", [pictures.picture("PNG"), pictures.picture("WEBP"), pictures.animated()])
def test_whatever_it_was_it_is_a_jpeg_of_one_frame(content: bytes) -> None:
    drawn = redrawn(content).content
    made = opened(drawn)
    assert made.format == "JPEG" and getattr(made, "n_frames", 1) == 1
    assert pixel(drawn, (3, 3))[0] > 200  # The first frame is red.


def test_what_is_transparent_is_white() -> None:
    glass = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(glass, "PNG")
    assert min(pixel(redrawn(glass.getvalue()).content, (5, 5))) > 250


def test_what_is_hidden_behind_a_picture_is_not_kept() -> None:
    hidden = pictures.picture("GIF") + b"<script>alert(1)</script>" + pictures.archive("evil.js")
    made = redrawn(hidden)
    assert b"script" not in made.content and b"PK\x03\x04" not in made.content


@pytest.mark.parametrize(
    "content",
    [
        pictures.GIF_AND_JS,
        pictures.picture()[:300],
        pictures.picture("PNG")[:-30],
        b"\xff\xd8\xff" + bytes(50),
        pictures.SVG,
        pictures.PDF,
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    assert refusal(content) is Why.BROKEN


@pytest.mark.parametrize("content", [pictures.claiming(12_000, 9_000), pictures.bomb(12_000, 9_000)])
def test_more_than_fifty_megapixels_are_refused_before_they_are_unpacked(content: bytes) -> None:
    assert refusal(content) is Why.TOO_MANY_PIXELS


def test_a_hundred_megapixels_are_refused() -> None:
    made = io.BytesIO()
    Image.new("L", (10_000, 10_000), 128).save(made, "JPEG", quality=10)
    assert refusal(made.getvalue()) is Why.TOO_MANY_PIXELS


def test_the_process_of_its_own_draws_the_same() -> None:
    assert redrawn_apart(pictures.photo(6)) == redrawn(pictures.photo(6))


def test_a_refusal_comes_back_from_there() -> None:
    with pytest.raises(NotKept) as refused:
        redrawn_apart(pictures.claiming(60_000, 60_000))
    assert refused.value.why is Why.TOO_MANY_PIXELS


@pytest.mark.faults
def test_a_picture_just_within_the_bounds_is_drawn_there() -> None:
    """Forty-nine megapixels unpack within the memory that the process has."""
    made = redrawn_apart(pictures.bomb(7_000, 7_000))
    assert (made.width, made.height) == (PICTURE_SIDE, PICTURE_SIDE)
