"""Publications: written by one, seen by another, posted once at their moment, corrected and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from live.desk.receive import receive_group
from live.domain.official_pages.publication import LONGEST
from live.domain.refused import Refused
from live.followup.publications import writing
from live.store.transaction import Store
from live.workers.retention import sweep
from tests.followup.publishing import ANNA, BORIS, STUBS, TEXT, Office
from tests.support.rooms import Show
from tests.support.stub import reset
from tests.support.stubs import telegram, vk

CHANGES = ["vk", "max", "telegram"]
"""Whose posts a program may change."""


@pytest.fixture
def office(clocked: Store) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(clocked, stack)


@pytest.fixture
def bot(clocked: Store) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(clocked, stack, "telegram")


def refused(code: str, act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    return str(caught.value)


# Two people


def test_it_stands_on_every_page_once_another_person_has_seen_it(office: Office) -> None:
    number = office.posted()
    assert office.states(number) == dict.fromkeys(STUBS, "sent")
    assert all(office.on(network) == [TEXT] for network in STUBS)


def test_whoever_wrote_it_is_not_the_one_who_sees_it(office: Office) -> None:
    number = office.draft()
    refused("illegal", lambda: office.do(writing.see, number, by=ANNA))
    office.do(writing.see, number)
    assert (office.view(number).state, office.view(number).seen_by) == ("seen", BORIS.name)


def test_what_nobody_has_seen_is_not_posted(office: Office) -> None:
    number = office.draft()
    refused("illegal", lambda: office.do(writing.release, number))
    office.work()
    assert office.on("vk") == []


def test_what_is_changed_after_that_is_to_be_seen_anew(office: Office) -> None:
    number = office.draft()
    office.do(writing.see, number)
    office.do(writing.change, number, office.given("Мост закрыт."), by=BORIS)
    refused("illegal", lambda: office.do(writing.release, number))
    refused("illegal", lambda: office.do(writing.see, number, by=BORIS))
    office.do(writing.see, number, by=ANNA)
    office.do(writing.release, number)
    office.work()
    assert office.on("telegram") == ["Мост закрыт."]


def test_of_two_who_post_the_same_the_second_is_told_that_it_is_done(office: Office) -> None:
    number = office.draft()
    office.do(writing.see, number)
    version = office.version(number)
    writing.release(office.store, number, version, ANNA)
    refused("illegal", lambda: writing.release(office.store, number, version, BORIS))
    office.work()
    assert office.on("max") == [TEXT]


def test_of_two_who_change_the_same_the_second_is_told_of_the_first(office: Office) -> None:
    number = office.draft()
    version = office.version(number)
    writing.change(office.store, number, version, office.given("Первое."), ANNA)
    refused("conflict", lambda: writing.change(office.store, number, version, office.given("Второе."), BORIS))
    assert office.view(number).text == "Первое."


def test_one_that_was_dropped_is_never_posted(office: Office) -> None:
    number = office.draft()
    office.do(writing.drop, number)
    refused("illegal", lambda: office.do(writing.see, number))
    refused("illegal", lambda: office.do(writing.release, number))


# Its words


def test_a_link_stands_under_the_text(office: Office) -> None:
    number = office.draft(link="https://vk.com/video-456_1")
    office.do(writing.see, number)
    office.do(writing.release, number)
    office.work()
    assert office.on("ok") == [f"{TEXT}\n\nhttps://vk.com/video-456_1"]


def test_a_text_longer_than_one_of_the_networks_takes_is_posted_nowhere(office: Office) -> None:
    said = refused("invalid", lambda: office.draft("а" * 4001))
    assert "4001" in said and "4000" in said
    office.draft("а" * 4000)


@pytest.mark.parametrize(
    ("text", "more"),
    [("", {}), ("  ", {}), (TEXT, {"link": "javascript:alert(1)"}), ("а" * (LONGEST + 1), {})],
)
def test_what_is_no_publication_is_refused(office: Office, text: str, more: dict[str, Any]) -> None:
    refused("invalid", lambda: office.draft(text, **more))


def test_one_for_no_page_and_one_for_a_channel_that_cannot_post_are_refused(clocked: Store) -> None:
    channel = Show(clocked).channel("vk", group_id="456")
    refused("invalid", lambda: writing.add(clocked, writing.Given(TEXT), ANNA))
    refused("invalid", lambda: writing.add(clocked, writing.Given(TEXT, channels=[channel]), ANNA))


# Its moment


def test_it_is_posted_at_its_moment_by_nobody(office: Office) -> None:
    number = office.draft(due=office.now + timedelta(hours=2))
    office.do(writing.see, number)
    office.later(hours=1, minutes=59)
    office.work()
    assert office.view(number).state == "seen"
    office.later(minutes=1)
    office.work()
    assert office.states(number) == dict.fromkeys(STUBS, "sent")
    office.work()
    assert office.on("vk") == [TEXT]


def test_one_that_nobody_has_seen_by_its_moment_waits(office: Office) -> None:
    number = office.draft(due=office.now + timedelta(hours=2))
    office.later(hours=3)
    office.work()
    assert office.view(number).state == "draft"


@pytest.mark.parametrize("away", [timedelta(seconds=-1), timedelta(days=367)])
def test_a_moment_that_is_over_or_too_far_is_refused(office: Office, away: timedelta) -> None:
    refused("invalid", lambda: office.draft(due=office.now + away))


# Once


def test_an_answer_that_is_lost_doubles_nothing(bot: Office) -> None:
    bot.stub["telegram"].fail(f"/bot{telegram.TOKEN}/sendMessage", reset(late=True))
    number = bot.posted()
    assert (bot.states(number), bot.on("telegram")) == ({"telegram": "unsure"}, [TEXT])
    writing.resolve(bot.store, number, bot.channel["telegram"], "arrived", ANNA)
    bot.work()
    assert (bot.states(number), bot.on("telegram")) == ({"telegram": "sent"}, [TEXT])


def test_a_page_whose_token_was_taken_back_is_told_and_a_person_tries_again(office: Office) -> None:
    office.stub["vk"].fail("/method/wall.post", vk.error(5))
    number = office.posted()
    assert office.states(number) == {**dict.fromkeys(STUBS, "sent"), "vk": "failed"}
    assert office.page(number, "vk").reason == "VK does not accept the token."
    writing.resolve(office.store, number, office.channel["vk"], "again", ANNA)
    office.work()
    assert office.on("vk") == [TEXT]


def test_what_a_person_says_of_a_page_that_it_is_not_for_is_refused(bot: Office) -> None:
    number = bot.draft()
    refused("not_found", lambda: writing.resolve(bot.store, number, bot.channel["telegram"], "again", ANNA))


# What stands on the pages


def test_other_words_go_to_the_pages_once_another_person_has_seen_them(office: Office) -> None:
    number = office.posted()
    office.do(writing.correct, number, "Мост открыт с 8:00.", by=ANNA)
    office.work()
    assert office.on("vk") == [TEXT]
    refused("illegal", lambda: office.do(writing.confirm, number, by=ANNA))
    office.do(writing.confirm, number)
    office.work()
    assert all(office.on(network) == ["Мост открыт с 8:00."] for network in CHANGES)


def test_where_no_program_may_change_a_post_that_is_told(office: Office) -> None:
    number = office.posted()
    office.do(writing.correct, number, "Мост открыт с 8:00.", by=ANNA)
    office.do(writing.confirm, number)
    office.work()
    page = office.page(number, "ok")
    assert (office.on("ok"), page.wants) == ([TEXT], None)
    assert page.reason is not None and "by hand" in page.reason


def test_it_is_taken_off_the_pages(office: Office) -> None:
    number = office.posted()
    office.do(writing.withdraw, number, by=ANNA)
    office.work()
    assert all(office.on(network) == [] for network in CHANGES)
    assert all(office.page(number, network).withdrawn_at for network in CHANGES)
    assert office.page(number, "ok").withdrawn_at is None


def test_what_was_taken_away_before_it_went_does_not_go(office: Office) -> None:
    number = office.draft()
    office.do(writing.see, number)
    office.do(writing.release, number)
    office.do(writing.withdraw, number)
    office.work()
    assert (office.on("vk"), office.states(number)["vk"]) == ([], "cancelled")


def test_what_is_on_its_way_while_it_is_taken_away_is_taken_off_once_it_stands_there(bot: Office) -> None:
    bot.stub["telegram"].fail(f"/bot{telegram.TOKEN}/sendMessage", reset(late=True))
    number = bot.posted()
    bot.do(writing.withdraw, number)
    assert bot.view(number).state == "withdrawn"
    bot.work()
    assert bot.states(number) == {"telegram": "unsure"}
    writing.resolve(bot.store, number, bot.channel["telegram"], "again", ANNA)
    bot.work()
    bot.work()
    assert bot.page(number, "telegram").withdrawn_at


def test_other_words_reach_a_page_where_it_was_late(office: Office) -> None:
    office.stub["vk"].fail("/method/wall.post", vk.error(5))
    number = office.posted()
    office.do(writing.correct, number, "Мост открыт с 8:00.", by=ANNA)
    office.do(writing.confirm, number)
    office.work()
    writing.resolve(office.store, number, office.channel["vk"], "again", ANNA)
    office.work()
    office.work()
    assert office.on("vk") == ["Мост открыт с 8:00."]


def test_what_was_taken_away_is_not_corrected(office: Office) -> None:
    number = office.posted()
    office.do(writing.withdraw, number)
    refused("illegal", lambda: office.do(writing.correct, number, "Иначе."))


def test_a_network_that_is_busy_is_asked_again(office: Office) -> None:
    number = office.posted()
    office.stub["vk"].fail("/method/wall.delete", vk.error(6))
    office.do(writing.withdraw, number)
    office.work()
    assert office.on("vk") == [TEXT]
    office.later(minutes=5)
    office.work()
    assert office.on("vk") == []


def test_nothing_is_corrected_before_it_is_posted(office: Office) -> None:
    number = office.draft()
    refused("illegal", lambda: office.do(writing.correct, number, "Иначе."))
    refused("illegal", lambda: office.do(writing.withdraw, number))
    refused("illegal", lambda: office.do(writing.confirm, number))


def test_while_nothing_is_due_nothing_is_written(bot: Office) -> None:
    """Else it would wake itself, and every other task, over and over."""
    bot.posted()
    bot.work()
    commits: list[object] = []
    bot.store.after_commit.append(lambda *_: commits.append(_))
    bot.tick()
    assert commits == []


# Who has seen it


def test_figures_are_read_where_the_network_tells_them(office: Office) -> None:
    number = office.posted()
    office.work()
    told = {page.network: (page.views, page.likes, page.reposts, page.comments) for page in office.view(number).pages}
    assert told == {
        "vk": (120, 7, 2, 1),
        "ok": (80, 5, 1, 3),
        "max": (60, None, None, None),
        "telegram": (None, None, None, None),
    }


def test_questions_under_a_post_are_counted_with_it(office: Office) -> None:
    number = office.posted()
    link = office.page(number, "vk").link or ""
    name = f"wall:{link.removeprefix('https://vk.com/wall')}"
    arrival = replace(office.show.arrival(external_id=f"{name}_1"), conversation=name)
    receive_group(office.store, [arrival])
    assert office.page(number, "vk").asked == 1


def test_its_letters_are_kept_as_long_as_it_stands_there(bot: Office) -> None:
    """Else nobody could correct it or take it away."""
    number = bot.posted()
    bot.later(days=4000)
    sweep(bot.store, ANNA)
    assert bot.page(number, "telegram").link
    bot.do(writing.withdraw, number)
    bot.work()
    assert bot.on("telegram") == []
