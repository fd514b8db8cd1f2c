"""What people read is in their own words: no codes, no names of settings, no slugs."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from live.channels import TYPES
from live.domain import call, ticket
from live.domain.refused import Refused
from live.views.admin.channels import settings_of
from live.web.errors import sentence_of
from tests.web.administrator import HTML, Administrator
from tests.web.house import House


@pytest.fixture(scope="module")
def olga(house: House) -> Administrator:
    return Administrator(house)


def read(page: str) -> str:
    """What a page says to whoever reads it: without its markup, its scripts and its addresses."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", body)).split())


@pytest.mark.parametrize(("path", "heading"), [("/nowhere", "Не найдено"), ("/b/{slug}/rundown", "Нет доступа")])
def test_an_error_is_told_without_its_code(house: House, path: str, heading: str) -> None:
    slug = house.show()
    client: FlaskClient = house.app.test_client()
    house.let_in(client, house.key(slug, "moderator"))
    page = client.get(path.format(slug=slug), headers=HTML)
    said = read(page.text)
    assert heading in said and f"<title>{heading}</title>" in page.text
    assert not re.search(r"forbidden|not_found|[a-z]_[a-z]", said), said
    assert ("Войти под другим именем" in said) == (page.status_code == 403)


def test_a_page_of_another_leads_to_it_once_they_have_signed_in(house: House) -> None:
    slug = house.show()
    client = house.app.test_client()
    house.let_in(client, house.key(slug, "moderator"))
    page = client.get(f"/b/{slug}/rundown?tab=aired", headers=HTML).text
    assert f"/login?next=/b/{slug}/rundown?tab%3Daired" in html.unescape(page)


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_a_channels_form_names_its_settings_in_words(olga: Administrator, type_: str) -> None:
    said = read(olga.get(f"/new?type={type_}"))
    raw = [one.name for one in settings_of(type_) if re.search(rf"(?<![\w.]){one.name}(?![\w.])", said)]
    assert raw == []


def test_a_refused_setting_is_named_in_words(olga: Administrator) -> None:
    said = read(olga.add("vk", **{"set-host": "nonsense"}).text)
    assert "Другой адрес площадки" in said and "«host»" not in said, said


def test_a_broadcast_is_chosen_by_its_title_and_its_slug_only_tells_twins_apart(
    house: House, olga: Administrator
) -> None:
    only = house.show(title="Приём граждан в Сосновке")
    twins = [house.show(title="Приём граждан в Заречье") for _ in range(2)]
    said = read(olga.get("/new?type=vk"))
    assert "Приём граждан в Сосновке" in said and only not in said
    assert all(slug in said for slug in twins)


def test_a_refused_move_is_told_by_the_words_of_its_subject(house: House) -> None:
    """A call is put on hold, a ticket is suspended; what nobody can do is not offered."""
    with house.app.test_request_context(headers={"Accept-Language": "ru"}):
        with pytest.raises(Refused) as held:
            call.TRANSITIONS.next_state(call.State.RINGING, "hold")
        with pytest.raises(Refused) as rated:
            ticket.TRANSITIONS.next_state(ticket.State.CLOSED, "hold")
        assert sentence_of(held.value) == (
            "Звонок сейчас «звонит»: поставить на удержание нельзя. Можно: ответить на звонок, завершить разговор."
        )
        assert sentence_of(rated.value) == (
            "Поручение сейчас «закрыто»: приостановить нельзя. "
            "Можно: отправить ответ остальным, опубликовать, вернуть в работу."
        )
