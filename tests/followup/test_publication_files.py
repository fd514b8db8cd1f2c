"""Pictures and documents of publications: what stands on each page, what does not, and what is posted without half."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from live.domain.files.attached import MOST_WITH_ANSWER, NotKept
from live.domain.refused import Refused
from live.followup.publications import writing
from live.store.tables import file
from live.store.transaction import Store
from tests.followup.publishing import ANNA, BORIS, STUBS, TEXT, Office
from tests.support import pictures
from tests.support.stub import Fault, reset
from tests.support.stubs import ok, vk

RED, BLUE = pictures.picture(), pictures.picture(colour="blue")
PDF = pictures.PDF
UPLOAD = {"vk": f"/upload/photo/{vk.GROUP}", "ok": f"/upload/{ok.GROUP}/1"}
LONG = "Дороги за рекой ремонтируют. " * 40
"""More than stands under a picture in Telegram."""


def office_of(store: Store, folder: Path, stack: ExitStack, *networks: str) -> Office:
    return Office(store, stack, *networks, files=folder)


@pytest.fixture
def office(clocked: Store, tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield office_of(clocked, tmp_path, stack)


@pytest.fixture
def bot(clocked: Store, tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield office_of(clocked, tmp_path, stack, "telegram")


@pytest.fixture
def wall(clocked: Store, tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield office_of(clocked, tmp_path, stack, "vk")


def left_out(office: Office, number: int) -> dict[str, list[str]]:
    return {one.network: list(one.left_out) for one in office.view(number).pages}


def states_of_files(office: Office, numbers: list[int]) -> list[str]:
    with office.store.read() as connection:
        mine = select(file.c.state).where(file.c.id.in_(numbers)).order_by(file.c.id)
        return list(connection.execute(mine).scalars())


# On the pages


def test_pictures_stand_with_the_words_on_every_page_in_their_order(office: Office) -> None:
    number = office.posted(TEXT, RED, BLUE)
    assert office.states(number) == dict.fromkeys(STUBS, "sent")
    [post] = office.stub["vk"].posted.values()
    [topic] = office.stub["ok"].topics.values()
    [message] = office.stub["max"].sent
    [album] = office.stub["telegram"].sent
    assert post["attachments"] == "photo-456_1_key,photo-456_2_key"
    assert topic["photos"] == ["token-1", "token-2"]
    assert [one["payload"]["token"] for one in message["attachments"]] == ["token-1", "token-2"]
    assert len(album["files"]) == 2
    assert all(len(stub.uploaded) == 2 for stub in office.stub.values())
    assert office.on("telegram") == [TEXT, ""] and office.on("ok") == [TEXT]


def test_a_document_stands_where_the_network_takes_one_and_the_others_are_told_before(office: Office) -> None:
    number = office.draft()
    office.attach(number, PDF, name="План работ.pdf")
    assert left_out(office, number) == {"vk": [], "ok": ["План работ.pdf"], "max": [], "telegram": []}
    office.do(writing.see, number)
    office.do(writing.release, number)
    office.work()
    [post] = office.stub["vk"].posted.values()
    [topic] = office.stub["ok"].topics.values()
    assert (post["attachments"], topic["photos"]) == ("doc-456_1", [])


def test_beside_pictures_two_of_the_networks_show_no_document(office: Office) -> None:
    number = office.draft()
    office.attach(number, RED)
    office.attach(number, PDF, name="План.pdf")
    assert left_out(office, number) == {"vk": [], "ok": ["План.pdf"], "max": ["План.pdf"], "telegram": ["План.pdf"]}


def test_under_a_long_text_telegram_shows_no_picture_and_says_so_before(bot: Office) -> None:
    number = bot.draft(LONG)
    bot.attach(number, RED)
    assert left_out(bot, number) == {"telegram": ["фото.jpg"]}
    bot.do(writing.see, number)
    bot.do(writing.release, number)
    bot.work()
    assert (bot.on("telegram"), bot.stub["telegram"].uploaded) == ([LONG.strip()], [])


def test_without_a_persons_key_vk_shows_no_picture_and_says_so_before(clocked: Store, tmp_path: Path) -> None:
    with ExitStack() as stack:
        wall = office_of(clocked, tmp_path, stack, "vk")
        keys = {name: value for name, value in wall.settings("vk").items() if name != "user_token"}
        channel = wall.show.channel("vk", **keys)
        number = writing.add(clocked, writing.Given(TEXT, channels=[channel]), ANNA)
        wall.attach(number, RED)
        assert left_out(wall, number) == {"vk": ["фото.jpg"]}


# Nothing is posted half


@pytest.mark.parametrize("network", ["vk", "ok"])
def test_a_picture_that_the_network_refuses_keeps_all_of_it_from_being_posted(
    clocked: Store, tmp_path: Path, network: str
) -> None:
    with ExitStack() as stack:
        office = office_of(clocked, tmp_path, stack, network)
        refuse: dict[str, Any] = {"vk": {"photo": "[]"}, "ok": {"photos": {}}}
        office.stub[network].fail(UPLOAD[network], Fault(answer=refuse[network]))
        number = office.posted(TEXT, RED)
        assert (office.states(number), office.on(network)) == ({network: "failed"}, [])
        assert office.page(number, network).reason == "The network does not take this file."
        writing.resolve(clocked, number, office.channel[network], "again", ANNA)
        office.work()
        assert office.on(network) == [TEXT]


def test_a_picture_that_is_handed_over_in_vain_is_tried_again_and_the_post_stands_once(wall: Office) -> None:
    wall.stub["vk"].fail(UPLOAD["vk"], reset(late=True))
    number = wall.posted(TEXT, RED)
    assert wall.on("vk") == []
    wall.later(minutes=5)
    wall.work()
    assert (wall.states(number), wall.on("vk")) == ({"vk": "sent"}, [TEXT])


def test_a_lost_answer_of_the_post_doubles_neither_the_post_nor_its_picture(wall: Office) -> None:
    wall.stub["vk"].fail("/method/wall.post", reset(late=True))
    number = wall.posted(TEXT, RED)
    wall.later(minutes=5)
    wall.work()
    assert (wall.states(number), len(wall.stub["vk"].posted), len(wall.stub["vk"].uploaded)) == ({"vk": "sent"}, 1, 1)


# Two people


def test_a_file_is_to_be_seen_too(wall: Office) -> None:
    number = wall.draft()
    wall.do(writing.see, number)
    wall.attach(number, RED)
    assert wall.view(number).state == "draft"
    with pytest.raises(Refused) as caught:
        wall.do(writing.see, number, by=ANNA)
    assert caught.value.code == "illegal"
    wall.do(writing.see, number, by=BORIS)


def test_what_is_taken_out_does_not_go_and_is_erased(wall: Office) -> None:
    number = wall.draft()
    red, blue = wall.attach(number, RED, BLUE)
    wall.keep(number, blue)
    assert states_of_files(wall, [red, blue]) == ["erased", "kept"]
    wall.do(writing.see, number)
    wall.do(writing.release, number)
    wall.work()
    assert len(wall.stub["vk"].uploaded) == 1


def test_of_one_that_was_dropped_nothing_is_kept(wall: Office) -> None:
    number = wall.draft()
    made = wall.attach(number, RED)
    wall.do(writing.drop, number)
    assert states_of_files(wall, made) == ["erased"]


def test_nothing_is_attached_to_what_was_posted(wall: Office) -> None:
    number = wall.posted()
    with pytest.raises(Refused) as caught:
        wall.attach(number, RED)
    assert caught.value.code == "illegal"


def test_what_is_no_picture_and_no_document_is_refused(wall: Office) -> None:
    with pytest.raises(NotKept):
        wall.attach(wall.draft(), pictures.MP3, name="гимн.mp3")


@pytest.mark.faults
def test_more_files_than_a_network_takes_are_refused_and_those_before_stay(wall: Office) -> None:
    number = wall.draft()
    made = wall.attach(number, *[RED] * MOST_WITH_ANSWER)
    with pytest.raises(Refused) as caught:
        wall.attach(number, BLUE)
    assert caught.value.code == "invalid"
    assert [one["file"] for one in wall.view(number).files] == made


def test_a_file_of_another_publication_is_refused(wall: Office) -> None:
    first, second = wall.draft(), wall.draft()
    made = wall.attach(first, RED)
    with pytest.raises(Refused) as caught:
        wall.keep(second, *made)
    assert caught.value.code == "invalid"
    assert [one["file"] for one in wall.view(first).files] == made


# Corrected, and taken away


def test_other_words_leave_the_pictures_where_they_stand(office: Office) -> None:
    number = office.posted(TEXT, RED, BLUE)
    office.do(writing.correct, number, "Мост открыт с 8:00.", by=ANNA)
    office.do(writing.confirm, number)
    office.work()
    [post] = office.stub["vk"].posted.values()
    assert (post["message"], post["attachments"]) == ("Мост открыт с 8:00.", "photo-456_1_key,photo-456_2_key")
    assert office.on("telegram") == ["Мост открыт с 8:00.", ""]


def test_words_too_long_for_a_picture_are_told_and_those_before_stay(bot: Office) -> None:
    number = bot.posted(TEXT, RED)
    bot.do(writing.correct, number, LONG, by=ANNA)
    bot.do(writing.confirm, number)
    bot.work()
    assert bot.on("telegram") == [TEXT]
    assert bot.page(number, "telegram").reason == "The words are too long for what stands under a picture."


def test_of_an_album_nothing_is_left_on_the_page(bot: Office) -> None:
    number = bot.posted(TEXT, RED, BLUE)
    assert len(bot.on("telegram")) == 2
    bot.do(writing.withdraw, number)
    bot.work()
    assert bot.on("telegram") == []
