"""The station's own graphics: uploaded, filled and removed by an administrator; served to a frame without rights."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.admin.control import graphics as verbs
from live.domain.control.graphics import Graphic
from live.files import ograf
from live.store.tables import audit, file
from live.views.feed.graphics import all_graphics
from tests.support.station_graphic import FILES, packed
from tests.web.house import TESTER, House, csrf
from tests.web.test_admin_outside import Administrator

HTML = {"Accept": "text/html"}


@pytest.fixture
def olga(house: House) -> Iterator[Administrator]:
    """She leaves no graphic behind: a centre has so many at most."""
    yield Administrator(house)
    for one in all_graphics(house.store):
        verbs.remove(house.store, one.id, TESTER)


def sent(olga: Administrator, path: str = "", content: Any = None, **fields: Any) -> TestResponse:
    """A form of the page, as a browser sends it."""
    body: dict[str, Any] = {"csrf_token": csrf(olga.get("graphics")), **fields}
    if content is not None:
        body["package"] = (io.BytesIO(content), "third.zip")
    answer: TestResponse = olga.client.post(f"/admin/graphics{path}", data=body, headers=HTML)
    return answer


def uploaded(olga: Administrator, content: bytes | None = None) -> Graphic:
    answer = sent(olga, content=content or packed())
    assert answer.status_code == 303, answer.text
    number = int(answer.headers["Location"].split("/")[-1].split("?")[0])
    return graphic(olga, number)


def graphic(olga: Administrator, number: int) -> Graphic:
    return next(one for one in all_graphics(olga.house.store) if one.id == number)


def fetched(olga: Administrator, path: str) -> TestResponse:
    """As somebody who has shown nothing asks for it."""
    answer: TestResponse = olga.house.device().get(path)
    return answer


def test_what_was_uploaded_stands_in_the_list_and_its_words_go_into_the_fields_they_name(olga: Administrator) -> None:
    one = uploaded(olga)
    assert [filling.source for filling in one.fillings] == ["text", "name", "place", ""]
    page = olga.get("graphics")
    assert "Нижняя треть" in page and f"&amp;graphic={one.id}" in page
    page = olga.get(f"graphics/{one.id}")
    assert re.search(r'<option value="text" selected>Текст вопроса', page) and "Слова" in page


def test_what_goes_into_its_fields_is_what_the_form_says(olga: Administrator) -> None:
    one = uploaded(olga)
    saved = {"source.0": "who", "source.1": "typed", "value.1": "Жители", "source.2": "", "source.3": "typed"}
    answer = sent(olga, f"/{one.id}", do="save", **saved, **{"value.3": "plain"})
    assert answer.status_code == 303
    kept = graphic(olga, one.id).fillings
    assert [(each.source, each.value) for each in kept] == [
        ("who", None),
        ("typed", "Жители"),
        ("", None),
        ("typed", "plain"),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"source.0": "text", "source.1": "asked"}, "вопрос или опрос"),
        ({"source.3": "text"}, "Вид"),
        ({"source.3": "typed", "value.3": "no such"}, "Вид"),
        ({"do": "explode"}, "устарела"),
        ({"do": "replace"}, "файл"),
    ],
)
def test_a_form_that_cannot_be_is_refused_and_changes_nothing(
    olga: Administrator, fields: dict[str, str], told: str
) -> None:
    one = uploaded(olga)
    answer = sent(olga, f"/{one.id}", **{"do": "save", **fields})
    assert answer.status_code in (400, 409, 422) and told in answer.text
    assert graphic(olga, one.id) == one


def test_a_package_that_is_wrong_is_refused_by_a_sentence_and_nothing_is_kept(olga: Administrator) -> None:
    sent(olga)  # A page of its own was opened before.
    with olga.house.store.read() as connection:
        before = connection.execute(select(file.c.id)).all()
    wrong = {b"PK": "не архив ZIP", packed(main="x.js"): "x.js", packed(supportsRealTime=False): "прям"}
    for content, told in wrong.items():
        answer = sent(olga, content=content)
        assert answer.status_code == 400 and told in unescape(answer.text), told
    assert "Выберите" in sent(olga).text
    with olga.house.store.read() as connection:
        assert connection.execute(select(file.c.id)).all() == before


def test_one_that_is_too_large_is_refused_however_much_is_sent(
    olga: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sent(olga, content=bytes(ograf.LARGEST + 100_000))
    assert answer.status_code == 413 and "20" in answer.text
    monkeypatch.setattr(ograf, "LARGEST", 100)
    assert sent(olga, content=packed()).status_code == 413


def test_there_is_an_end_of_them(olga: Administrator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST", len(all_graphics(olga.house.store)))
    answer = sent(olga, content=packed())
    assert answer.status_code == 400 and "удалите" in answer.text.lower()


def test_a_newer_version_keeps_what_goes_into_its_fields_and_has_another_address(olga: Administrator) -> None:
    one = uploaded(olga, packed(version="before"))
    sent(olga, f"/{one.id}", do="save", **{"source.0": "who"})
    assert sent(olga, f"/{one.id}", content=packed(version="3"), do="replace").status_code == 303
    newer = graphic(olga, one.id)
    assert (newer.version, newer.fillings[0].source) == ("3", "who") and newer.hash != one.hash
    assert fetched(olga, f"/graphics/{one.hash}/").status_code == 404
    assert fetched(olga, f"/graphics/{newer.hash}/").status_code == 200


def test_one_that_was_removed_is_served_no_more_and_its_package_is_to_be_taken_away(olga: Administrator) -> None:
    one = uploaded(olga, packed(version="gone"))
    assert fetched(olga, f"/graphics/{one.hash}/files/third/graphic.mjs").status_code == 200
    assert sent(olga, f"/{one.id}", do="remove").status_code == 303
    assert one.id not in {other.id for other in all_graphics(olga.house.store)}
    assert fetched(olga, f"/graphics/{one.hash}/files/third/graphic.mjs").status_code == 404
    with olga.house.store.read() as connection:
        assert connection.execute(select(file.c.state).where(file.c.id == one.file)).scalar_one() == "erased"
    assert olga.client.get(f"/admin/graphics/{one.id}", headers=HTML).status_code == 404


def test_each_change_stands_in_the_audit(olga: Administrator) -> None:
    uploaded(olga)
    with olga.house.store.read() as connection:
        rows = connection.execute(select(audit).where(audit.c.act == "list.saved").order_by(audit.c.id)).all()
    assert rows[-1].subject == "list/graphics"


def test_the_files_of_a_package_are_served_as_what_they_are_and_nothing_beside_them(olga: Administrator) -> None:
    one = uploaded(olga, packed(files={**FILES, "third/page.html": b"<script>1</script>", "third/look.css": b"a{}"}))
    folder = f"/graphics/{one.hash}"
    kinds = {
        "third/graphic.mjs": "text/javascript",
        "third/look.css": "text/css",
        "third/third.ograf.json": "application/json",
        "third/page.html": "application/octet-stream",
        "third/fonts/licence.txt": "application/octet-stream",
    }
    for name, kind in kinds.items():
        answer = fetched(olga, f"{folder}/files/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind), name
    for missing in ("third/none.js", "third/", "../bridge.js", "%2e%2e/%2e%2e/app.py"):
        assert fetched(olga, f"{folder}/files/{missing}").status_code == 404, missing
    assert fetched(olga, f"/graphics/{'0' * 64}/files/third/graphic.mjs").status_code == 404
    assert fetched(olga, f"/graphics/{'0' * 64}/").status_code == 404


def test_whatever_of_it_is_opened_has_no_origin_and_may_ask_for_nothing_but_its_own_folder(olga: Administrator) -> None:
    one = uploaded(olga)
    folder = f"http://localhost/graphics/{one.hash}/"
    for path in ("", "bridge.js", "files/third/graphic.mjs", "files/third/fonts/licence.txt"):
        answer = fetched(olga, f"/graphics/{one.hash}/{path}")
        rules = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
        assert rules.pop("sandbox") == "allow-scripts"
        assert {rules.pop(what) for what in ("default-src", "form-action", "base-uri")} == {"'none'"}
        for what, whence in rules.items():
            assert set(whence.split()) <= {folder, "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"}, what
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["a; script-src *", "a b", "a,b", "a'b"])
def test_no_host_that_a_stranger_names_stands_in_a_policy_but_a_host(olga: Administrator, host: str) -> None:
    one = uploaded(olga)
    answer = olga.house.device().get(f"/graphics/{one.hash}/", headers={"Host": host})
    assert answer.status_code == 400 or host not in answer.headers["Content-Security-Policy"]


def test_the_frame_is_for_the_launchers_page_too_and_the_administrators_page_for_no_other(olga: Administrator) -> None:
    one = uploaded(olga)
    assert "X-Frame-Options" not in fetched(olga, f"/graphics/{one.hash}/").headers
    page = olga.client.get(f"/admin/graphics/{one.id}", headers=HTML)
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self';" in page.headers["Content-Security-Policy"]


def station_of(house: House, query: str) -> list[dict[str, Any]]:
    """What the graphic's page is told to drive."""
    slug = house.show("open")
    page = house.client.get(f"/b/{slug}/overlay?token={house.key(slug, 'gallery')}{query}", headers=HTML).text
    found = re.search(r"data-station='([^']*)'", page)
    told: list[dict[str, Any]] = json.loads(found[1]) if found else []
    return told


def test_the_graphics_page_drives_those_that_its_address_names_one_of_a_kind(olga: Administrator) -> None:
    one, second, poll, nothing = (uploaded(olga) for _ in range(4))
    sent(olga, f"/{poll.id}", do="save", **{"source.0": "asked"})
    sent(olga, f"/{nothing.id}", do="save")
    assert station_of(olga.house, "") == []
    assert station_of(olga.house, f"&graphic={nothing.id}") == station_of(olga.house, "&graphic=x,999999,") == []
    named = station_of(olga.house, f"&graphic={one.id},{second.id},{poll.id},{nothing.id}")
    assert {told["shows"]: told["id"] for told in named} == {"question": one.id, "poll": poll.id}
    [told] = station_of(olga.house, f"&graphic={one.id}")
    assert told["defaults"] == {"text": "—", "speaker": {"name": "—", "place": "—"}, "style": "plain"}
    assert told["fields"][0] == {
        "at": ["text"],
        "within": [],
        "source": "text",
        "value": None,
        "number": False,
        "most": 120,
    }


def test_the_gallery_is_told_which_there_are(olga: Administrator) -> None:
    one, house = uploaded(olga), olga.house
    slug = house.show("open")
    client = house.app.test_client()
    house.let_in(client, house.key(slug, "gallery", screen="gallery"))
    told = client.get(f"/b/{slug}/gallery/launchers.json").get_json()["graphics"]
    assert {"id": one.id, "name": "Нижняя треть", "shows": "question"} in told
