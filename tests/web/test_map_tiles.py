"""The centre's own map: which tiles of its folder are given, and that nothing else of the disk is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from live.files.media.tiles import LARGEST, OwnMap, own_map
from tests.support import pictures
from tests.support.server import Installation
from tests.web.house import House


@pytest.fixture
def tiles(tmp_path: Path) -> Path:
    for zoom, x, y, ends in ((3, 1, 2, "png"), (15, 20789, 10577, "png"), (15, 20790, 10577, "jpg")):
        path = tmp_path / "map" / str(zoom) / str(x) / f"{y}.{ends}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pictures.picture())
    return tmp_path / "map"


@pytest.fixture
def mapped(embedded: Installation, tiles: Path) -> Iterator[House]:
    house = House(replace(embedded, extra={"LIVE_MAP": str(tiles)}))
    yield house
    house.close()


def test_a_tile_is_given_as_what_it_is_and_kept_for_a_day(mapped: House) -> None:
    for path, mime in (("3/1/2", "image/png"), ("15/20790/10577", "image/jpeg")):
        answer = mapped.client.get(f"/map/{path}")
        assert (answer.status_code, answer.content_type) == (200, mime)
        assert answer.headers["Cache-Control"] == "private, max-age=86400"


@pytest.mark.parametrize("path", ["3/1/3", "4/1/2", "22/4194303/4194303"])
def test_a_tile_that_is_not_there_is_not_found(mapped: House, path: str) -> None:
    assert mapped.client.get(f"/map/{path}").status_code == 404


@pytest.mark.parametrize("path", ["3/1/../../../secret", "-3/1/2", "3/1/2.png", "23/1/2", "x/1/2", "3/1/%2e%2e"])
def test_nothing_but_a_tile_can_be_asked_for(mapped: House, tiles: Path, path: str) -> None:
    (tiles.parent / "secret.png").write_bytes(b"secret")
    assert mapped.client.get(f"/map/{path}").status_code == 404


def test_what_is_too_large_for_a_tile_is_none(mapped: House, tiles: Path) -> None:
    (tiles / "3" / "1" / "2.png").write_bytes(b"x" * (LARGEST + 1))
    assert mapped.client.get("/map/3/1/2").status_code == 404


def test_a_centre_without_a_map_has_no_tile(house: House) -> None:
    assert house.client.get("/map/3/1/2").status_code == 404


def test_the_closest_tiles_are_drawn_and_whose_the_map_is_is_said(tiles: Path) -> None:
    assert own_map(tiles) == OwnMap(15, "")
    (tiles / "credit.txt").write_text("© участники\nOpenStreetMap\n", "utf-8")
    (tiles / "19").mkdir()
    assert own_map(tiles) == OwnMap(15, "© участники OpenStreetMap")


def test_an_empty_folder_and_none_are_no_map(tmp_path: Path) -> None:
    assert [own_map(one) for one in (None, tmp_path, tmp_path / "gone")] == [None] * 3


def test_a_screen_is_told_how_close_the_map_comes(mapped: House, tiles: Path) -> None:
    (tiles / "credit.txt").write_text('Карта "района"', "utf-8")
    slug = mapped.show()
    device = mapped.device()
    mapped.let_in(device, mapped.key(slug, "moderator", screen="desk"))
    page = device.get(f"/b/{slug}/desk", headers={"Accept": "text/html"})
    assert 'data-map-zoom="15" data-map-credit="Карта &#34;района&#34;"' in page.text
