"""A centre's first steps: each is done once nothing of it is missing, a question is tried, the demo is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from live.admin import departments
from live.admin.centre import save_centre
from live.admin.channels import close_channel
from live.admin.departments import Given, Official
from live.admin.first_start import remove_demo
from live.admin.lists import save_list
from live.channels.webhook import CallSignal
from live.commands import demo
from live.desk.calls import signal
from live.desk.receive import Arrival, receive_group
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.store.centre.settings import Centre
from live.store.show import broadcasts
from live.store.tables import broadcast, call, channel, person, question, ticket
from live.views.admin.lists import whole_list
from live.views.admin.start import Step, start_of
from tests.support.backends import EMBEDDED, SERVED, Backends
from tests.support.scale import grid
from tests.support.server import Installation
from tests.web.administrator import HTML, PASSWORD
from tests.web.house import House, csrf, problem

OLGA = By("Ольга", "admin")


@pytest.fixture(params=grid((EMBEDDED, SERVED), EMBEDDED))
def new_house(
    request: pytest.FixtureRequest, backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Nobody has been here yet."""
    installation: Installation
    with backends.installation(request.param, tmp_path_factory.mktemp("new")) as installation:
        opened = House(installation)
        yield opened
        opened.close()


def missing(house: House) -> set[Step]:
    return {one.step for one in start_of(house.store).steps if not one.done}


def save(house: House, name: str, items: Sequence[Any]) -> None:
    save_list(house.store, name, whole_list(house.store, name).version, items, OLGA)


# The steps


def test_a_step_is_done_once_nothing_of_it_is_missing(new_house: House) -> None:
    house = new_house
    left = set(Step)
    assert missing(house) == left

    def done(step: Step) -> None:
        left.discard(step)
        assert missing(house) == left, step

    save_centre(house.store, Centre("Центр управления районом", "Europe/Samara"), OLGA)
    done(Step.CENTRE)
    save(house, "calendar", whole_list(house.store, "calendar").items)
    done(Step.HOURS)
    key = departments.add(house.store, Given("Отдел дорог"), OLGA)
    assert missing(house) == left, "nobody answers for it"
    led = Given("Отдел дорог", chief=Official(name="Иван Дорогин", email="roads@example.org"))
    departments.change(house.store, key, 1, led, OLGA)
    done(Step.DEPARTMENTS)
    save(house, "localities", [{"name": "Сосновка", "also": []}])
    done(Step.SETTLEMENTS)
    topics = [{**item, "department": "Отдел дорог"} for item in whole_list(house.store, "topics").items]
    save(house, "topics", topics)
    done(Step.TOPICS)
    house.user("masha", PASSWORD, "moderator")
    assert missing(house) == left, "nobody runs the air"
    house.user("petr", PASSWORD, "producer")
    done(Step.CREW)
    standing = house.standing()
    done(Step.STANDING)
    house.show()
    assert missing(house) == left, "nothing stands behind the show"
    house.show(standing=standing)
    done(Step.SHOW)
    path = house.channel("phone", standing, secret="secret-of-the-exchange")
    assert missing(house) == left, "nothing has come by it"
    with house.store.write() as tx:
        tx.connection.execute(channel.update().where(channel.c.key == path.rpartition("/")[2]).values(last_at=tx.now))
    done(Step.CHANNELS)


def test_the_page_says_what_is_left_and_why(new_house: House) -> None:
    new_house.user("olga", PASSWORD, "admin")
    client = new_house.app.test_client()
    new_house.sign_in(client, "olga", PASSWORD)
    page = client.get("/admin/start", headers=HTML).text
    assert "Осталось 10 шагов" in page and "Без руководителя о нём никто не узнает" in page
    for path in ("/admin/centre", "/admin/departments", "/admin/broadcasts/new?kind=standing", "/admin/people"):
        assert f'href="{path}"' in page, path


# A trial


def test_a_trial_question_waits_on_a_prompter_that_a_code_opens(each_house: House) -> None:
    slug = each_house.show()
    login = f"olga-{slug}"
    each_house.user(login, PASSWORD, "admin")
    client = each_house.app.test_client()
    each_house.sign_in(client, login, PASSWORD)
    form = {"csrf_token": csrf(client.get("/admin/start", headers=HTML).text), "broadcast": slug}
    tried = client.post("/admin/start", data={**form, "do": "trial"}, headers=HTML)
    page = client.get(tried.location, headers=HTML).text
    code = page.split('class="qr" src="')[1].split('"')[0]
    assert client.get(code).mimetype == "image/svg+xml"
    [link] = re.findall(r'href="http://localhost(/in/[^"]+)"', page)
    assert each_house.app.test_client().get(link).location.endswith(f"/b/{slug}/prompter")
    assert Step.TRIAL not in missing(each_house)
    cleared = client.post("/admin/start", data={**form, "do": "clear"}, headers=HTML)
    assert "Пробный вопрос убран." in client.get(cleared.location, headers=HTML).text
    with each_house.store.read() as connection:
        row = broadcasts.get(connection, slug)
    assert (row.state, row.rehearsal_pace, row.removed) == ("collecting", None, 1)


def test_nobody_but_an_administrator_takes_these_steps(each_house: House) -> None:
    client = each_house.app.test_client()
    each_house.let_in(client, each_house.key(each_house.show(), "moderator", "producer"))
    problem(client.get("/admin/start"), "forbidden", 403)


# The demo


def played(house: House) -> int:
    """The demo with questions, tickets, calls and answers in it; its broadcast."""
    show = demo.prepare(house.store)
    assert show is not None
    asked = [Submission(f"Придуманный вопрос {n}", "vk", Author(f"Житель {n}", f"vk:{5000 + n}")) for n in range(40)]
    receive_group(house.store, [Arrival(show, demo.ORIGIN, one) for one in asked])
    demo._begin(house.store)
    signal(house.store, show, demo.ORIGIN, CallSignal("first", "ringing", "+79000005518"))
    return show


def counts(house: House) -> dict[str, int]:
    with house.store.read() as connection:
        tables = (broadcast, question, call, ticket, person)
        return {one.name: int(connection.execute(select(func.count()).select_from(one)).scalar_one()) for one in tables}


def test_the_demo_goes_whole_and_nothing_else_does(new_house: House) -> None:
    played(new_house)
    before = counts(new_house)
    assert before["ticket"] == 3 and before["call"] == 1
    kept = new_house.show()
    real = Submission("Когда починят мост?", "form", Author("Анна", "tel:+79000005519"))
    receive_group(new_house.store, [Arrival(new_house.id_of(kept), "test", real)])
    assert remove_demo(new_house.store, OLGA) == 40
    assert counts(new_house) == {"broadcast": 1, "question": 1, "call": 0, "ticket": 0, "person": 1}
    assert not start_of(new_house.store).demo
    with pytest.raises(Refused) as caught:
        remove_demo(new_house.store, OLGA)
    assert caught.value.code == "not_found"


def test_what_was_done_in_the_demo_goes_with_it(new_house: House) -> None:
    played(new_house)
    crew = new_house.caller(demo.SLUG, "producer", "head", "moderator", "screener")
    crew.obey("call.open", number="+79000005520", name="Гость")
    asked = crew.read("/questions/17")
    crew.obey("question.promise", question=17, version=asked["version"], promise="Отремонтируем")
    promised = crew.read("/questions/17")
    [one] = promised["promises"]
    amended = {"question": 17, "version": promised["version"], "promise": one["promise"], "reason": "Оговорка"}
    crew.obey("question.amend_promise", **amended, text="Отремонтируем в мае")
    crew.obey("presenter.message", text="Короче")
    remove_demo(new_house.store, OLGA)
    assert set(counts(new_house).values()) == {0}


def test_the_boards_of_tickets_are_told_that_the_demos_are_gone(new_house: House) -> None:
    played(new_house)
    remove_demo(new_house.store, OLGA)
    key = new_house.key(None, "coordinator")
    told = new_house.app.test_client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {key}"})
    assert told.json == {"tickets": [], "next": None, "total": 0}


def test_the_demo_stays_while_a_channel_delivers_to_it(new_house: House) -> None:
    played(new_house)
    new_house.channel("ok", demo.SLUG)
    with new_house.unchanged(), pytest.raises(Refused) as caught:
        remove_demo(new_house.store, OLGA)
    assert caught.value.code == "illegal"


def test_the_demo_stays_while_its_standing_line_is_behind_a_real_show(new_house: House) -> None:
    played(new_house)
    new_house.show(standing=demo.STANDING)
    with new_house.unchanged(), pytest.raises(Refused) as caught:
        remove_demo(new_house.store, OLGA)
    assert caught.value.code == "illegal"


def test_a_channel_that_was_closed_keeps_the_demo_from_nothing_and_stays(new_house: House) -> None:
    played(new_house)
    path = new_house.channel("ok", demo.SLUG)
    with new_house.store.read() as connection:
        closed = connection.execute(select(channel.c.id).where(channel.c.key == path.rpartition("/")[2])).scalar_one()
    close_channel(new_house.store, closed, OLGA)
    kept = new_house.id_of(new_house.show())
    remove_demo(new_house.store, OLGA)
    with new_house.store.read() as connection:
        assert connection.execute(select(channel.c.broadcast_id).where(channel.c.id == closed)).scalar_one() == kept


def test_a_closed_channel_goes_with_the_demo_where_there_is_nothing_else(new_house: House) -> None:
    played(new_house)
    path = new_house.channel("ok", demo.SLUG)
    with new_house.store.read() as connection:
        closed = connection.execute(select(channel.c.id).where(channel.c.key == path.rpartition("/")[2])).scalar_one()
    close_channel(new_house.store, closed, OLGA)
    remove_demo(new_house.store, OLGA)
    assert counts(new_house)["broadcast"] == 0
