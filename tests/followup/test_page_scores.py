"""How official pages are kept: what stands on them is read, who answers for silence is told, and figures are right."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from live.admin.official_pages import register
from live.admin.official_pages.register import Given
from live.domain.followup.news import Kind
from live.domain.official_pages.score import READ_EVERY
from live.domain.people import By
from live.followup.news import write
from live.store.centre import access
from live.store.leases import Leases
from live.store.tables import news, official_page, outbox, page_post, question
from live.store.transaction import Store
from live.views.admin.official_pages import whole_register
from live.views.news import own_news
from live.views.page_scores import BodyKept, PageKept, PageScores, page_scores
from live.views.report.figures import Period
from live.workers.official_pages.reading import NOBODY, Reading
from tests.followup.publishing import Office
from tests.support.rooms import clock_of
from tests.support.stub import Fault
from tests.support.stubs import ok, vk

OLGA = By("Ольга", "admin")
ROADS, WATER = "Управление дорог", "Водоканал"
ADDRESSES = {
    "vk": "https://vk.com/rayon",
    "ok": f"https://ok.ru/group/{ok.GROUP}",
    "max": "https://max.ru/rayon",
    "telegram": "https://t.me/rayon",
}


class Region(Office):
    """An office whose pages stand in the register, one of each network."""

    def __init__(self, store: Store, stack: ExitStack, *networks: str) -> None:
        clock_of(store).set("2026-11-24 12:00:00+04:00")
        super().__init__(store, stack, *networks)
        for one in whole_register(store):  # Of the tests before.
            register.remove(store, one.id, one.version, OLGA)
        self.pages = {name: self.add(ADDRESSES[name], channel=str(self.channel[name])) for name in self.stub}

    def add(self, address: str, body: str = ROADS, **facts: Any) -> int:
        return register.add(self.store, Given(address, body, **facts), OLGA)

    def read(self) -> None:
        Reading(self.store, Leases(self.store)).tick()

    def posts(self, network: str) -> list[Any]:
        with self.store.read() as connection:
            mine = select(page_post).where(page_post.c.page_id == self.pages[network]).order_by(page_post.c.at)
            return list(connection.execute(mine).all())

    def page_row(self, network: str) -> Any:
        with self.store.read() as connection:
            mine = select(official_page).where(official_page.c.id == self.pages[network])
            return connection.execute(mine).one()

    def scores(self, days: int = 7) -> PageScores:
        today = self.now.date()
        return page_scores(self.store, Period(today - timedelta(days - 1), today))

    def body(self, name: str = ROADS, days: int = 7) -> BodyKept:
        return next(one for one in self.scores(days).bodies if one.body == name)

    def kept(self, network: str, days: int = 7) -> PageKept:
        return next(one for one in self.body(days=days).pages if one.page.id == self.pages[network])

    def at(self, **ago: float) -> int:
        return int((self.now - timedelta(**ago)).timestamp())


@pytest.fixture
def region(clocked: Store) -> Iterator[Region]:
    with ExitStack() as stack:
        yield Region(clocked, stack)


@pytest.fixture
def wall(clocked: Store) -> Iterator[Region]:
    with ExitStack() as stack:
        yield Region(clocked, stack, "vk")


# What stands on the pages


def test_each_network_that_tells_is_asked_what_stands_on_the_page(region: Region) -> None:
    region.stub["vk"].stand("rayon", 7, region.at(days=2), attachments=[{"type": "video", "video": {}}])
    region.stub["vk"].stand("rayon", 8, region.at(days=1), copy_history=[{}])
    region.stub["ok"].stand(ok.GROUP, 70, region.at(days=1), "movie")
    region.stub["max"].stand(1, region.at(days=1), link={"type": "forward"})
    region.read()
    told = {network: [(one.own, one.video, one.views) for one in region.posts(network)] for network in region.stub}
    assert told == {
        "vk": [(True, True, 100), (False, False, 100)],
        "ok": [(True, True, 80)],
        "max": [(False, False, 60)],
        "telegram": [],
    }


def test_where_the_network_tells_nothing_the_centres_own_posts_are_known(region: Region) -> None:
    region.posted()
    region.later(hours=7)
    region.read()
    assert len(region.posts("telegram")) == 1
    assert region.page_row("telegram").trouble == NOBODY


def test_a_page_that_is_no_channel_is_read_by_another_channels_key(wall: Region) -> None:
    page = wall.add("https://vk.com/voda", WATER)
    wall.stub["vk"].stand("voda", 5, wall.at(days=1))
    wall.read()
    assert wall.body(WATER).pages[0].page.id == page and wall.body(WATER).kept.now.posts == 1


def test_what_was_taken_off_the_page_is_counted_no_more(wall: Region) -> None:
    for number in range(1, 5):
        wall.stub["vk"].stand("rayon", number, wall.at(days=5 - number))
    wall.read()
    del wall.stub["vk"].walls["rayon"][1]
    wall.later(hours=7)
    wall.read()
    assert len(wall.posts("vk")) == 3


def test_a_page_is_read_again_only_after_a_while(wall: Region) -> None:
    wall.read()
    wall.read()
    assert len(wall.stub["vk"].called("/method/wall.get")) == 1
    wall.later(seconds=READ_EVERY.total_seconds() + 1)
    wall.read()
    assert len(wall.stub["vk"].called("/method/wall.get")) == 2


def test_a_network_that_refuses_is_told_in_words_and_what_is_known_stays(wall: Region) -> None:
    wall.stub["vk"].stand("rayon", 7, wall.at(days=1))
    wall.read()
    wall.later(hours=7)
    wall.stub["vk"].fail("/method/wall.get", vk.error(15))
    wall.read()
    assert wall.page_row("vk").trouble and len(wall.posts("vk")) == 1
    wall.later(hours=7)
    wall.read()
    assert wall.page_row("vk").trouble is None


@pytest.mark.parametrize("answer", [{}, {"response": 5}, {"response": {"items": [7, {"id": "x"}, {"date": 2**70}]}}])
def test_an_answer_that_is_none_breaks_nothing(wall: Region, answer: Any) -> None:
    wall.stub["vk"].fail("/method/wall.get", Fault(answer=answer))
    wall.read()
    assert wall.posts("vk") == []


# Silence


def press(region: Region) -> int:
    """Somebody of the staff who answers for a page on which nothing was posted for nine days."""
    with region.store.write() as tx:
        login = f"press-{uuid.uuid4().hex[:6]}"
        account = access.add_account(tx, login, "Мария", "-", ["coordinator"], 0, None, f"{login}@example.org")
    region.add("https://vk.com/dorogi", login=login)
    region.stub["vk"].stand("dorogi", 5, region.at(days=9))
    region.stub["vk"].stand("rayon", 6, region.at(days=9))
    region.read()
    return int(account)


def told(region: Region, account: int) -> list[Any]:
    with region.store.read() as connection:
        return list(connection.execute(select(news).where(news.c.account_id == account).order_by(news.c.id)).all())


def test_whoever_answers_for_a_page_is_told_of_long_silence_once_and_again_after_as_long(wall: Region) -> None:
    account = press(wall)
    [one] = told(wall, account)
    assert (one.account_id, one.kind) == (account, Kind.PAGE_SILENT)
    assert [row.page for row in own_news(wall.store, account).listed] == ["https://vk.com/dorogi"]
    wall.later(days=6)
    wall.read()
    assert len(told(wall, account)) == 1
    wall.later(days=1, hours=1)
    wall.read()
    assert len(told(wall, account)) == 2


def test_a_page_on_which_something_was_posted_since_is_silent_no_more(wall: Region) -> None:
    account = press(wall)
    wall.later(days=8)
    wall.stub["vk"].stand("dorogi", 9, wall.at(hours=2))
    wall.read()
    assert len(told(wall, account)) == 1 and not wall.body().pages[0].silent


def test_of_a_page_that_cannot_be_read_nothing_is_said(wall: Region) -> None:
    wall.stub["vk"].fail("/method/wall.get", *[vk.error(15)] * 2)
    account = press(wall)
    assert told(wall, account) == []


def test_the_letter_names_the_page(wall: Region) -> None:
    wall.show.channel("mail", server="mail.example", sender="line@example.org")
    account = press(wall)
    wall.later(hours=1)
    write(wall.store, "https://live.example", (account, None))
    with wall.store.read() as connection:
        text = connection.execute(select(outbox.c.text).order_by(outbox.c.id.desc()).limit(1)).scalar_one()
    assert text.startswith("Давно нет записи: страница vk.com/dorogi") and "https://live.example/page-scores" in text


# The figures


def ask(region: Region, network: str, name: str, **ago: float) -> int:
    """A question that came by the page's channel so long ago, by its message's name."""
    back = timedelta(**ago)
    clock_of(region.store).now -= back
    channel = region.channel[network]
    number = region.show.asked(origin=f"channel:{channel}", external_id=name, channel_id=channel, source=network)
    clock_of(region.store).now += back
    return number


def answer(region: Region, number: int, **later: float) -> None:
    """A reply has gone out to it."""
    region.show.do("question.reply", number, text="Сделаем.")
    with region.store.write() as tx:
        at = region.show.row(number).received_at + timedelta(**later)
        mine = outbox.c.question_id == region.show.row(number).id
        tx.connection.execute(update(outbox).where(mine).values(state="sent", moved_at=at, final=True))


def test_what_was_asked_by_the_page_is_counted_with_its_answers(wall: Region) -> None:
    first, second = (ask(wall, "vk", f"wall:-456_7_{n}", days=n) for n in (1, 2))
    ask(wall, "vk", "message:123_9", days=3)
    answer(wall, first, hours=1)
    answer(wall, second, hours=3)
    told = wall.kept("vk").kept.now
    assert (told.asked, told.public, told.answered) == (3, 2, 2)
    assert (told.first, told.last, told.open) == (2 * 3600.0, 2 * 3600.0, (0, 1, 0, 0))


def test_an_answer_on_air_is_one_too(wall: Region) -> None:
    number = ask(wall, "vk", "wall:-456_7_1", hours=2)
    for verb in ("shortlist", "take", "answer"):
        wall.show.do(f"question.{verb}", number)
    assert wall.kept("vk").kept.now.answered == 1


def test_what_was_declined_counts_for_nothing(wall: Region) -> None:
    number = ask(wall, "vk", "wall:-456_7_1", hours=2)
    wall.show.do("question.decline", number, reason="spam")
    assert wall.kept("vk").kept.now.asked == 0


def test_what_came_otherwise_or_before_is_not_the_pages(wall: Region) -> None:
    wall.show.asked()
    ask(wall, "vk", "wall:-456_7_1", days=20)
    kept = wall.kept("vk")
    assert (kept.kept.now.asked, kept.kept.before.asked) == (0, 0)
    assert wall.kept("vk", days=30).kept.now.asked == 1


def test_the_period_before_is_told_beside(wall: Region) -> None:
    wall.stub["vk"].stand("rayon", 1, wall.at(days=9))
    wall.stub["vk"].stand("rayon", 2, wall.at(days=8))
    wall.stub["vk"].stand("rayon", 3, wall.at(days=1))
    wall.read()
    kept = wall.kept("vk").kept
    assert (kept.now.posts, kept.before.posts) == (1, 2)


def test_a_body_is_all_of_its_pages_and_stands_against_the_median(region: Region) -> None:
    region.add("https://vk.com/voda", WATER)
    region.stub["vk"].stand("rayon", 1, region.at(days=1))
    region.stub["ok"].stand(ok.GROUP, 2, region.at(days=1))
    region.read()
    told = region.scores()
    assert [(one.body, one.kept.now.posts) for one in told.bodies] == [(ROADS, 2), (WATER, 0)]
    roads, water = (one.kept.score or 0 for one in told.bodies)
    assert told.middle == round((roads + water) / 2)


def test_the_figures_are_those_of_the_rows(wall: Region) -> None:
    """Against SQL of the test's own."""
    for n in range(1, 8):
        wall.stub["vk"].stand("rayon", n, wall.at(days=n))
        number = ask(wall, "vk", f"wall:-456_{n}_1", days=n)
        if n % 2:
            answer(wall, number, hours=n)
    wall.read()
    with wall.store.read() as connection:
        origin = f"channel:{wall.channel['vk']}"
        asked = connection.execute(select(func.count()).select_from(question).where(question.c.origin == origin))
        sent = select(func.count(func.distinct(outbox.c.question_id))).where(
            outbox.c.state == "sent", outbox.c.channel_id == wall.channel["vk"]
        )
        stands = page_post.c.page_id == wall.pages["vk"]
        posted = connection.execute(select(func.count()).select_from(page_post).where(stands)).scalar_one()
        expected = (posted, asked.scalar_one(), connection.execute(sent).scalar_one())
    told = wall.kept("vk", days=30).kept.now
    assert (told.posts, told.asked, told.answered) == expected


def test_a_page_that_left_the_register_leaves_nothing(wall: Region) -> None:
    wall.stub["vk"].stand("rayon", 1, wall.at(days=1))
    wall.read()
    register.remove(wall.store, wall.pages["vk"], 1, OLGA)
    assert wall.posts("vk") == [] and wall.scores().bodies == []
