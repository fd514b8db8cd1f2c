"""The administrator's pages of signals: set, tried, paused, removed; and what is refused, with its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from live.admin.control import signals as verbs
from live.domain.control.signals import PLACEHOLDERS, Lit, Moment, Way
from live.views.feed.signals import all_signals
from live.web.admin.control.signals import LIT, MOMENTS
from tests.support.machines import in_the_house, machine
from tests.support.searched import SEARCH
from tests.support.stub import Stub
from tests.support.stubs.obs import ObsStub
from tests.web.house import House, csrf
from tests.web.test_admin_outside import Administrator

__all__ = ["in_the_house"]

pytestmark = pytest.mark.usefixtures("in_the_house")

HTML = {"Accept": "text/html"}
OSC: dict[str, Any] = {"way": "osc", "name": "Отбивка", "place": "127.0.0.1:7000", "address": "/clip", "at": ["taken"]}
TSL: dict[str, Any] = {"way": "tsl5", "name": "Лампа", "place": "127.0.0.1:8900", "screen": "0", "display": "7"}
TSL |= {"lamp": "1", "lit": "air"}

OBS: dict[str, Any] = {"way": "obs_text", "name": "Номер в OBS", "place": "127.0.0.1:4455", "source": "Номер"}
OBS |= {"text": "№ {номер}", "lit": "air", "password": "obs-password-of-tests"}
SEARCH.plant_password(OBS["password"])
SCENE = {**OBS, "way": "obs_scene", "address": "Вопрос", "at": ["taken"]}
SOURCE = {**OBS, "way": "obs_source", "address": "Студия", "source": "Рамка"}


@pytest.fixture
def olga(house: House) -> Administrator:
    return Administrator(house)


def sent(olga: Administrator, path: str = "", **fields: Any) -> TestResponse:
    """A form of a signal, as a browser sends it."""
    page = olga.get("control/signals/new?way=osc")
    body = {"csrf_token": csrf(page), **fields}
    answer: TestResponse = olga.client.post(f"/admin/control/signals{path}", data=body, headers=HTML)
    return answer


def added(olga: Administrator, **fields: Any) -> int:
    answer = sent(olga, **fields)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].split("/")[-1].split("?")[0])


def test_what_was_set_stands_in_its_form_and_on_the_page(olga: Administrator) -> None:
    more = {"text": "{номер}\r\n1", "about": "locality", "is_not": "yes", "words": "Арск,  Буинск ,"}
    number = added(olga, **{**OSC, **more, "at": ["taken", "over"]})
    [kept] = [one for one in all_signals(olga.house.store) if one.id == number]
    assert (kept.way, set(kept.at), kept.text) == (Way.OSC, {Moment.TAKEN, Moment.OVER}, "{номер}\n1")
    assert kept.only is not None and (kept.only.words, kept.only.is_not) == (("Арск", "Буинск"), True)
    form = olga.get(f"control/signals/{number}")
    assert 'value="127.0.0.1:7000"' in form and 'value="Арск, Буинск"' in form and 'value="over" checked' in form
    page = olga.get("control")
    assert "Отбивка" in page and "вопрос вышел в эфир; эфир идёт дольше плана" in page


@pytest.mark.parametrize("way", list(Way))
def test_each_way_has_a_form_that_says_what_may_be_put_in(olga: Administrator, way: Way) -> None:
    form = olga.get(f"control/signals/new?way={way.value}")
    assert all(f"<code>{{{one}}}</code>" in form for one in PLACEHOLDERS)
    offered = LIT if way.is_lamp else MOMENTS
    assert all(f'value="{one.value}"' in form for one in offered)


def test_every_moment_and_every_lamp_has_a_name() -> None:
    assert set(MOMENTS) == set(Moment) and set(LIT) == set(Lit)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "В названии"),
        ({"name": "x" * 61}, "В названии"),
        ({"place": "127.0.0.1"}, "с портом"),
        ({"place": "127.0.0.1:70000"}, "с портом"),
        ({"place": "10.9.9.9:7000"}, "LIVE_OUT_NETWORKS"),
        ({"address": "clip"}, "Адрес OSC"),
        ({"address": "/клип"}, "Адрес OSC"),
        ({"address": "/clip/{кто}"}, "Подстановки «кто»"),
        ({"text": "{кто}"}, "Подстановки «кто»"),
        ({"text": "x" * 2001}, "Слишком длинно"),
        ({"at": []}, "Выберите, когда"),
        ({"words": ",".join(map(str, range(21)))}, "слова условия"),
        ({"show": "no-such"}, "no-such"),
        ({**TSL, "display": "65535"}, "65534"),
        ({**TSL, "display": "x"}, "65534"),
        ({**TSL, "screen": "99999"}, "65534"),
        ({**TSL, "lamp": "4"}, "от 1 до 3"),
        ({**TSL, "way": "tsl3", "display": "127"}, "126"),
        ({**TSL, "way": "tsl3", "lamp": "5"}, "от 1 до 4"),
        ({"way": "http", "place": "127.0.0.1:80"}, "http://"),
        ({"way": "http", "place": "http://{эфир}/"}, "http://"),
        ({"way": "http", "place": "http://10.9.9.9/"}, "LIVE_OUT_NETWORKS"),
        ({**OBS, "place": "127.0.0.1"}, "с портом"),
        ({**OBS, "place": "93.184.215.14:443"}, "LIVE_OUT_NETWORKS"),
        ({**OBS, "source": " "}, "источник так"),
        ({**OBS, "source": "Номер {номер}"}, "ничего не подставить"),
        ({**OBS, "source": "x" * 1001}, "Слишком длинно"),
        ({**OBS, "password": "x" * 201}, "Слишком длинно"),
        ({**SOURCE, "source": ""}, "источник так"),
        ({**SOURCE, "address": ""}, "сцену так"),
        ({**SOURCE, "address": "{эфир}"}, "ничего не подставить"),
        ({**SCENE, "address": " "}, "сцену так"),
        ({**SCENE, "address": "{кто}"}, "Подстановки «кто»"),
        ({**SCENE, "at": []}, "Выберите, когда"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_stays_in_the_form(
    olga: Administrator, changed: dict[str, Any], words: str
) -> None:
    before = all_signals(olga.house.store)
    answer = sent(olga, **{**OSC, "about": "source", **changed})
    assert answer.status_code in (400, 404) and words in answer.text, answer.text
    assert {**OSC, **changed}["place"] in answer.text
    assert all_signals(olga.house.store) == before


@pytest.mark.parametrize(("field", "value"), [("way", "fax"), ("at", "lunch"), ("lit", "disco"), ("do", "dance")])
def test_a_form_that_nobody_has_been_given_is_out_of_date(olga: Administrator, field: str, value: str) -> None:
    path = f"/{added(olga, **OSC)}" if field == "do" else ""
    answer = sent(olga, path, **{**OSC, field: value})
    assert answer.status_code == 400 and "устарела" in answer.text


def test_it_is_tried_by_a_button(olga: Administrator) -> None:
    with machine() as heard:
        number = added(olga, **{**OSC, "place": heard.place, "address": "/clip/{номер}", "text": "{вопрос}"})
        assert sent(olga, f"/{number}", do="check").status_code == 303
        assert heard.osc() == [("/clip/7", ["Проверка связи"])]


def test_a_lamp_that_is_tried_is_dark_again(olga: Administrator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.web.admin.control.signals.SHINES", 0.0)
    with machine() as heard:
        number = added(olga, **{**TSL, "place": heard.place})
        assert sent(olga, f"/{number}", do="check").status_code == 303
        assert [packet[8] & 0b11 for packet in heard.packets()] == [1, 0]


def test_a_trial_that_fails_says_why(olga: Administrator) -> None:
    with Stub() as stub:
        stub.routes = {}
        number = added(olga, way="http", name="vMix", place=stub.url + "/api/", at=["taken"])
        answer = sent(olga, f"/{number}", do="check")
    assert answer.status_code == 409 and "HTTP 404" in answer.text


def test_the_buttons_pause_go_on_and_remove(olga: Administrator) -> None:
    number = added(olga, **OSC)

    def now() -> list[bool]:
        return [one.paused for one in all_signals(olga.house.store) if one.id == number]

    for do, paused in (("pause", [True]), ("resume", [False]), ("remove", [])):
        assert sent(olga, f"/{number}", do=do).status_code == 303
        assert now() == paused
    assert sent(olga, f"/{number}", do="pause").status_code == 404


def test_there_are_so_many_and_no_more(olga: Administrator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.admin.control.signals.MOST", 0)
    answer = sent(olga, **OSC)
    assert answer.status_code == 400 and "больше нельзя" in answer.text


def test_what_was_set_stands_in_the_audit(olga: Administrator) -> None:
    added(olga, **OSC)
    rows = [row for row in olga.house.everything()["audit"] if row.subject == "list/signals"]
    assert rows and "Отбивка" not in str(rows[-1].facts) and "7000" not in str(rows[-1].facts)


def test_a_password_is_kept_sealed_and_never_shown_again(olga: Administrator) -> None:
    number = added(olga, **OBS)
    [kept] = [one for one in all_signals(olga.house.store) if one.id == number]
    assert kept.sealed and OBS["password"] not in kept.sealed + repr(kept)
    assert verbs.password_of(olga.house.store, kept) == OBS["password"]
    form = olga.get(f"control/signals/{number}")
    assert kept.sealed not in form and OBS["password"] not in form and "Пароль: он известен" in form


def test_a_password_is_of_a_place_and_is_tried_at_no_other(olga: Administrator) -> None:
    first = added(olga, **{**OBS, "place": "127.0.0.1:4456"})
    second = added(olga, **{**SCENE, "place": "127.0.0.1:4456", "password": ""})
    assert passwords(olga, first, second) == [OBS["password"]] * 2
    changed = sent(olga, f"/{first}", do="save", **{**OBS, "place": "127.0.0.1:4456", "password": "another"})
    assert changed.status_code == 303 and passwords(olga, first, second) == ["another"] * 2
    moved = sent(olga, f"/{second}", do="save", **{**SCENE, "place": "127.0.0.1:4457", "password": ""})
    assert moved.status_code == 303 and passwords(olga, first, second) == ["another", ""]


def passwords(olga: Administrator, *numbers: int) -> list[str]:
    known = {one.id: one for one in all_signals(olga.house.store)}
    return [verbs.password_of(olga.house.store, known[number]) for number in numbers]


def test_a_scene_of_obs_is_tried_by_a_button(olga: Administrator) -> None:
    with ObsStub(OBS["password"]) as obs:
        number = added(olga, **{**SCENE, "place": obs.place})
        assert sent(olga, f"/{number}", do="check").status_code == 303
        assert obs.program == "Вопрос"


@pytest.mark.parametrize(("form", "stood"), [(OBS, ["№ 7", "12"]), (SOURCE, [True, False])])
def test_what_stands_in_obs_stands_after_a_trial_as_before(
    olga: Administrator, monkeypatch: pytest.MonkeyPatch, form: dict[str, Any], stood: list[object]
) -> None:
    monkeypatch.setattr("live.web.admin.control.signals.SHINES", 0.0)
    with ObsStub(OBS["password"]) as obs:
        obs.texts["Номер"] = "12"
        number = added(olga, **{**form, "place": obs.place})
        assert sent(olga, f"/{number}", do="check").status_code == 303
        assert [stands(data) for kind, data in obs.heard if kind.startswith("Set")] == stood
        assert (obs.texts["Номер"], obs.scenes["Студия"]["Рамка"]) == ("12", False)


def stands(data: dict[str, Any]) -> object:
    """What a request has a text or a source be."""
    return data["inputSettings"]["text"] if "inputSettings" in data else data["sceneItemEnabled"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"address": "Нет такой"}, "нет сцены или источника"), ({"password": "wrong"}, "не подходит")],
)
def test_what_obs_refuses_is_told_in_words(olga: Administrator, changed: dict[str, Any], words: str) -> None:
    with ObsStub(OBS["password"]) as obs:
        number = added(olga, **{**SCENE, "place": obs.place, **changed})
        answer = sent(olga, f"/{number}", do="check")
    assert answer.status_code == 409 and words in answer.text
