"""The administrator says how like the questions of one stack must be, and reads how often they were parted."""

from __future__ import annotations

import html

import pytest
from werkzeug.test import TestResponse

from live.store.language import stacks
from tests.web.administrator import HTML, Administrator
from tests.web.house import House, csrf

PAGE = "/admin/learning"


@pytest.fixture(scope="module")
def olga(house: House) -> Administrator:
    return Administrator(house)


def saved(olga: Administrator, likeness: str) -> TestResponse:
    page = olga.client.get(PAGE, headers=HTML).text
    return olga.client.post(f"{PAGE}/stacks", data={"csrf_token": csrf(page), "likeness": likeness}, headers=HTML)


def kept(olga: Administrator) -> float:
    with olga.house.store.read() as connection:
        return stacks.threshold(connection)


def test_it_is_as_usual_until_the_centre_says_otherwise(olga: Administrator) -> None:
    assert 'name="likeness" value="0,9"' in olga.client.get(PAGE, headers=HTML).text


def test_what_is_typed_is_kept_and_stands_in_the_audit(olga: Administrator) -> None:
    assert saved(olga, "0,95").status_code == 303
    assert kept(olga) == 0.95
    assert "0.95" in olga.client.get("/admin/audit", headers=HTML).text


@pytest.mark.parametrize("likeness", ["", "0,5", "2", "сильно"])
def test_what_is_no_likeness_is_refused_by_a_sentence(olga: Administrator, likeness: str) -> None:
    before = kept(olga)
    answer = saved(olga, likeness)
    assert answer.status_code == 400
    assert "Похожесть — число от 0.8 до 1.0." in html.unescape(answer.text)
    assert kept(olga) == before


def test_with_nothing_put_on_stacks_no_share_is_told(olga: Administrator) -> None:
    page = html.unescape(olga.client.get(PAGE, headers=HTML).text)
    assert "Осталось как положено" in page and "—" in page
