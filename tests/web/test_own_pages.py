"""All questions of one person by their link; what is kept of them, and its end; how heavy a resident's page is."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from live.store.tables import audit, outbox, person, question
from tests.web.house import Caller, House
from tests.web.network_asker import NetworkAsker
from tests.web.test_track import Resident

pytestmark = pytest.mark.faults

HTML = {"Accept": "text/html"}
LIGHT = 40 * 1024
"""Bytes of a page with its styles and scripts, as they are before anything is compressed; pictures come on top."""


@pytest.fixture
def anna(house: House) -> NetworkAsker:
    return NetworkAsker(house, house.show())


def erase(asker: NetworkAsker | Resident, path: str) -> TestResponse:
    """Asked once, and once more."""
    first = asker.client.post(path, data={"form": form(asker, path)}, headers=HTML)
    assert first.status_code == 200 and "Стереть навсегда?" in first.text, first.text
    return asker.client.post(path, data={"form": form_of(first.text)}, headers=HTML)


def form(asker: NetworkAsker | Resident, path: str) -> str:
    page = asker.client.get(path, headers=HTML)
    assert page.status_code == 200, page.text
    return form_of(page.text)


def form_of(page: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found, page
    return found[1]


# All questions


def test_the_link_lists_what_was_asked_in_every_broadcast_and_leads_to_each(house: House, anna: NetworkAsker) -> None:
    first = anna.ask("Где вода?")
    second = anna.ask("А свет?", slug=house.show())
    page = anna.look(anna.link)
    assert page.index("А свет?") < page.index("Где вода?") and "Получен" in page
    assert f"/track/{first}" in page and f"/track/{second}" in page
    assert "Действует до" in page and "Где вода?" in anna.look(f"/track/{first}")


def test_it_needs_no_cookie_and_is_handed_on_to_nobody(anna: NetworkAsker) -> None:
    anna.ask()
    page = anna.client.get(anna.link, headers=HTML)
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer" and "noindex" in page.headers["X-Robots-Tag"]


def test_the_page_of_a_question_offers_it_where_the_code_proves_who_asks(anna: NetworkAsker) -> None:
    private, public = anna.ask(), anna.ask(comment=True)
    assert anna.link in anna.look(f"/track/{private}")
    assert "/track/mine/" not in anna.look(f"/track/{public}")


def test_a_code_from_a_form_offers_no_list_whatever_contact_was_typed(house: House) -> None:
    resident = Resident(house, house.show())
    assert "/track/mine/" not in resident.look()


@pytest.mark.parametrize("token", ["1", "7-fff-" + "0" * 32, "x"])
def test_a_link_that_is_none_says_so_and_offers_the_code(house: House, token: str) -> None:
    for path in (f"/track/mine/{token}", f"/track/mine/{token}/data"):
        page = house.device().get(path, headers=HTML)
        assert page.status_code == 404 and "По этой ссылке ничего нет" in page.text and 'name="code"' in page.text


def test_one_address_opens_links_so_often(house: House) -> None:
    client = house.device("203.0.113.91")
    answers = [client.get("/track/mine/1").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]


# What is kept


def test_the_link_tells_what_is_kept_and_no_contact_whole(anna: NetworkAsker) -> None:
    anna.ask()
    page = anna.look(f"{anna.link}/data")
    assert "Анна Тестова" in page and f"···{str(anna.number)[-2:]}" in page and str(anna.number) not in page


def test_a_code_tells_of_its_question_alone_and_no_name(house: House, anna: NetworkAsker) -> None:
    code = anna.ask()
    anna.ask()
    page = anna.look(f"/track/{code}/data")
    assert "Анна" not in page and "записано, здесь не показываем" in page and "только об одном вопросе" in page


def test_all_of_a_person_is_erased_once_it_was_asked_twice(house: House, anna: NetworkAsker) -> None:
    codes = [anna.ask("Звоните +7 900 000-05-17"), anna.ask()]
    path = f"{anna.link}/data"
    done = erase(anna, path)
    assert done.status_code == 303 and "Стёрто." in anna.client.get(done.location, headers=HTML).text
    with house.store.read() as connection:
        asked = connection.execute(select(question).where(question.c.code.in_(codes))).all()
        held = connection.execute(select(person).where(person.c.id == asked[0].person_id)).one()
        told = connection.execute(select(audit).where(audit.c.act == "subject.erased").order_by(audit.c.id)).all()[-1]
    assert (held.name, held.contact, held.contact_hash) == (None, None, None)
    assert "[телефон]" in anna.look(f"/track/{codes[0]}") and len(asked) == 2
    assert (told.name, told.role) == ("Житель", "resident")
    assert "Здесь пусто" in anna.look(path.removesuffix("/data"))


def test_the_first_time_it_is_only_asked_again(house: House, anna: NetworkAsker) -> None:
    anna.ask()
    path = f"{anna.link}/data"
    sent = form(anna, path)
    with house.unchanged():
        first = anna.client.post(path, data={"form": sent}, headers=HTML)
        again = anna.client.post(path, data={"form": sent}, headers=HTML)
    assert "Стереть навсегда?" in first.text and "Стереть навсегда?" in again.text


@pytest.mark.parametrize("forged", ["", "forged"])
def test_a_form_that_we_did_not_give_out_erases_nothing(house: House, anna: NetworkAsker, forged: str) -> None:
    code = anna.ask()
    other = NetworkAsker(house, anna.slug)
    other.ask()
    theirs = other.client.post(f"{other.link}/data", data={"form": form(other, f"{other.link}/data")}, headers=HTML)
    with house.unchanged():
        for path in (f"{anna.link}/data", f"/track/{code}/data"):
            for sent in (forged, form_of(theirs.text)):
                assert anna.client.post(path, data={"form": sent}, headers=HTML).status_code == 400


def test_by_a_code_one_question_alone_is_erased(house: House, anna: NetworkAsker) -> None:
    one, other = anna.ask("Звоните +7 900 000-05-18"), anna.ask()
    assert erase(anna, f"/track/{one}/data").status_code == 303
    with house.store.read() as connection:
        rows = {row.code: row for row in connection.execute(select(question).where(question.c.code.in_([one, other])))}
        held = connection.execute(select(person).where(person.c.id == rows[other].person_id)).one()
    assert rows[one].person_id is None and "[телефон]" in rows[one].text and held.name == anna.name
    shown = house.caller(anna.slug, "moderator").read(f"/questions/{rows[one].number}")
    assert shown["author"] is None


def test_who_has_asked_that_alone_is_erased_whole_by_its_code(house: House) -> None:
    resident = Resident(house, house.show())
    lone = resident.crew.ask("Мост?", author={"name": "Пётр", "contact": "tel:+79000000519"})["number"]
    follower = Resident(house, resident.slug, number=lone)
    assert erase(follower, f"/track/{follower.code}/data").status_code == 303
    with house.store.read() as connection:
        known = select(person).join(question, question.c.person_id == person.c.id)
        held = connection.execute(known.where(question.c.code == follower.code)).one()
    assert held.contact is None and held.anonymised_at is not None


def test_what_it_was_before_it_was_handed_on_is_erased_too(house: House) -> None:
    line = house.standing()
    anna = NetworkAsker(house, house.show(standing=line))
    code, _ = anna.ask("Звоните +7 900 000-05-21"), anna.ask()
    crew = Caller(house.app.test_client(), anna.slug, house.key(None, "moderator"))
    crew.obey("question.transfer", question=int(code.split("-")[1]), version=1, to=line)
    assert erase(anna, f"/track/{code}/data").status_code == 303
    with house.store.read() as connection:
        held = connection.execute(select(question).where(question.c.text.like("Звоните%"))).all()
    mine = [row for row in held if row.broadcast_id in (house.id_of(anna.slug), house.id_of(line))]
    assert [(row.person_id, row.text) for row in mine] == [(None, "Звоните [телефон]")] * 2


def test_what_waits_to_be_told_by_hand_is_taken_back(house: House) -> None:
    slug = house.show()
    crew = house.caller(slug, "source", "moderator", "producer")
    number = crew.ask("Мост?", author={"name": "Пётр", "contact": "tel:+79000000520"})["number"]
    asked = Resident(house, slug, number=number).ticketed().work("resolve", answer="Готово")
    assert erase(asked, f"/track/{asked.code}/data").status_code == 303
    with house.store.read() as connection:
        mine = select(outbox).join(question, question.c.id == outbox.c.question_id)
        [reply] = connection.execute(mine.where(question.c.code == asked.code)).all()
    assert (reply.state, reply.text) == ("cancelled", "")
    assert "Готово" in asked.look()


def test_while_an_answer_is_being_sent_nothing_is_erased(house: House, anna: NetworkAsker) -> None:
    code = anna.ask()
    crew = house.caller(anna.slug, "moderator")
    crew.obey("question.reply", question=int(code.split("-")[1]), text="Готово")
    with house.store.write() as tx:
        mine = select(question.c.id).where(question.c.code == code).scalar_subquery()
        tx.connection.execute(outbox.update().where(outbox.c.question_id == mine).values(state="sending"))
    for path in (f"{anna.link}/data", f"/track/{code}/data"):
        page = erase(anna, path)
        assert page.status_code == 409 and "через час" in page.text


def test_who_is_kept_away_does_not_end_it_by_erasing(house: House, anna: NetworkAsker) -> None:
    code = anna.ask()
    crew = house.caller(anna.slug, "moderator")
    crew.obey("question.block", question=int(code.split("-")[1]), version=1, reason="спам")
    page = erase(anna, f"{anna.link}/data")
    assert page.status_code == 409 and "позвоните нам" in page.text


def test_from_one_address_it_is_erased_so_often(house: House, anna: NetworkAsker) -> None:
    anna.ask()
    path, sent = f"{anna.link}/data", "forged"
    anna.client.environ_base["REMOTE_ADDR"] = "203.0.113.92"
    codes = [anna.client.post(path, data={"form": sent}, headers=HTML).status_code for _ in range(40)]
    assert codes[0] == 400 and codes[-1] == 429


# How heavy


def weight(asker: NetworkAsker | Resident, path: str) -> int:
    """Bytes of a page and of every style and script that it names, and that those name."""
    page = asker.client.get(path, headers=HTML)
    assert page.status_code == 200, page.text
    total, named = len(page.data), re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js))"', page.text)
    assert named
    for address in named:
        content = asker.client.get(html.unescape(address)).data
        assert b"@import" not in content and b"@font-face" not in content and b"url(" not in content, address
        total += len(content)
    return total


def test_every_page_of_a_resident_is_under_forty_kilobytes(house: House, anna: NetworkAsker) -> None:
    code = anna.ask("Когда починят мост? " * 60)
    answered = Resident(house, anna.slug).ticketed()
    answered.work("reply", text="Выехала бригада. " * 40).work("resolve", answer="Мост открыт. " * 80)
    pages: tuple[tuple[NetworkAsker | Resident, str], ...] = (
        *((anna, path) for path in ("/track", f"/track/{code}", f"/track/{code}/data", anna.link, f"{anna.link}/data")),
        (answered, f"/track/{answered.code}"),
    )
    heavy = {path: size for asker, path in pages if (size := weight(asker, path)) >= LIGHT}
    assert not heavy


def test_no_page_of_a_resident_fetches_an_icon_or_a_typeface(house: House, anna: NetworkAsker) -> None:
    code = anna.ask()
    for path in ("/track", f"/track/{code}", f"/track/{code}/data", anna.link, f"{anna.link}/data"):
        page = anna.look(path)
        assert "icons.svg" not in page and "golos" not in page
