"""Photos with the residents' form, as a telephone's browser without a script sends them."""

from __future__ import annotations

import io
import itertools
import re

import pytest
from werkzeug.test import TestResponse

from live.web.residents import photos
from tests.support import pictures
from tests.web.house import House
from tests.web.test_ask import Resident, asked

pytestmark = pytest.mark.faults

COLOURS = itertools.cycle(["red", "green", "blue", "white", "black"])


@pytest.fixture
def show(house: House) -> str:
    return house.show()


def sends(resident: Resident, *contents: bytes, name: str = "IMG_1.jpg", **changed: str) -> TestResponse:
    body: dict[str, object] = {**resident.fields(**changed)}
    body["photos"] = [(io.BytesIO(content), name) for content in contents]
    accepted = {"Accept": "text/html"}
    return resident.client.post(resident.path, data=body, headers=accepted, content_type="multipart/form-data")


def photo() -> bytes:
    return pictures.picture(colour=next(COLOURS))


def attached(house: House, show: str, number: int = 1) -> list[dict[str, object]]:
    shown = house.caller(show, "moderator").read(f"/questions/{number}")
    return [one["file"] for one in shown["attachments"]]


def carried(page: str) -> str:
    found = re.search(r'name="kept_photos" value="([^"]+)"', page)
    assert found
    return found[1]


def test_photos_stand_with_the_question(house: House, show: str) -> None:
    assert sends(Resident(house, show), photo(), pictures.photo()).status_code == 303
    first, second = attached(house, show)
    assert (first["state"], first["media"]) == ("kept", "picture")
    assert (second["width"], second["height"]) == (640, 480)


def test_a_form_without_photos_is_taken_as_before(house: House, show: str) -> None:
    assert sends(Resident(house, show)).status_code == 303
    assert Resident(house, show).send().status_code == 303
    assert attached(house, show) == [] and asked(house, show) == 2


def test_the_form_asks_for_pictures_that_a_telephone_turns_into_jpeg(house: House, show: str) -> None:
    page = Resident(house, show).page.text
    assert 'enctype="multipart/form-data"' in page and "multiple" in page
    assert 'accept="image/jpeg,image/png,image/webp"' in page


def test_photos_need_not_be_chosen_again_where_something_else_was_wrong(house: House, show: str) -> None:
    resident = Resident(house, show)
    page = sends(resident, photo(), photo(), consent="")
    assert page.status_code == 400 and "Фото уже приложены: 2" in page.text and asked(house, show) == 0
    assert sends(resident, photo(), kept_photos=carried(page.text)).status_code == 303
    assert len(attached(house, show)) == 3


def test_they_can_be_taken_away_again(house: House, show: str) -> None:
    resident = Resident(house, show)
    page = sends(resident, photo(), consent="")
    assert sends(resident, kept_photos=carried(page.text), no_photos="yes").status_code == 303
    assert attached(house, show) == []


def test_what_another_form_has_attached_is_nobody_elses(house: House, show: str) -> None:
    page = sends(Resident(house, show), photo(), consent="")
    assert sends(Resident(house, show), kept_photos=carried(page.text)).status_code == 303
    assert sends(Resident(house, show), kept_photos="forged").status_code == 303
    assert attached(house, show, 1) == attached(house, show, 2) == []


def test_the_same_form_twice_is_one_question_with_its_photos(house: House, show: str) -> None:
    resident, content = Resident(house, show), photo()
    first, second = (sends(resident, content) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert asked(house, show) == 1 and len(attached(house, show)) == 1


def test_the_same_form_with_another_photo_is_another_question(house: House, show: str) -> None:
    resident = Resident(house, show)
    assert sends(resident, photo()).status_code == 303
    assert sends(resident, photo()).status_code == 409


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pictures.HEIC, "HEIC"),
        (pictures.SVG, "SVG"),
        (pictures.PDF, "не картинка"),
        (pictures.picture()[:200], "не картинка"),
        (pictures.claiming(20_000, 20_000), "50 мегапикселей"),
        (pictures.HTML, "страница"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence_and_the_text_stays(
    house: House, show: str, content: bytes, sentence: str
) -> None:
    page = sends(Resident(house, show), photo(), content, name="яма.jpg")
    assert page.status_code == 400 and asked(house, show) == 0
    [wrong] = re.findall(r'id="photos-wrong">([^<]*)<', page.text)
    assert "яма.jpg" in wrong and sentence in wrong and "Когда починят мост?" in page.text
    assert "Фото уже приложены: 1" in page.text


def test_more_than_five_are_refused(house: House, show: str) -> None:
    page = sends(Resident(house, show), *[photo()] * 6)
    assert page.status_code == 400 and "Не больше 5 фото" in page.text


def test_one_that_is_too_large_is_refused(house: House, show: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "LARGEST", 1024)
    page = sends(Resident(house, show), pictures.photo())
    assert page.status_code == 400 and "МБ" in page.text and asked(house, show) == 0


def test_too_much_together_is_told_in_a_sentence(house: House, show: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "TOGETHER", 4096)
    page = sends(Resident(house, show), pictures.photo(size=(2000, 1500)))
    assert page.status_code == 413 and "Вернитесь" in page.text


def test_a_closed_line_keeps_no_photo(house: House) -> None:
    show = house.show()
    resident = Resident(house, show)
    house.move(show, "close_intake")
    page = sends(resident, pictures.PDF)
    assert page.status_code == 409 and "photos-wrong" not in page.text and asked(house, show) == 0


def test_whoever_fills_in_what_nobody_sees_has_no_photo_kept(house: House, show: str) -> None:
    assert sends(Resident(house, show), pictures.PDF, website="https://spam.example").status_code == 303
    assert asked(house, show) == 0
