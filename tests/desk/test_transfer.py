"""A question is handed from the line between shows to a show, or back: with its askers, texts, clock and code."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from live import desk
from live.desk.author_changes import HAND_OVERS, author_changed
from live.desk.receive import Receipt, receive_group
from live.domain.broadcast import Kind
from live.domain.refused import Refused
from live.store.database import Database
from live.store.show import tallies
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.followup.mattering import Mattering
from tests.support.rooms import EVERYBODY, Json, Show

NOTE: Json = {"for": "head", "text": "Справка"}


@pytest.fixture
def line(store: Store) -> Iterator[Show]:
    made = Show(store, Kind.STANDING, title="Постоянная линия")
    yield made
    assert made.books().wrong == []


@pytest.fixture
def show(store: Store) -> Iterator[Show]:
    made = Show(store).on_air()
    yield made
    assert made.books().wrong == []


def handed(here: Show, number: int, there: Show) -> int:
    answer = here.do("question.transfer", number, to=there.slug)
    assert answer["to"] == there.slug
    return int(answer["number"])


@pytest.mark.parametrize("back", [False, True])
def test_it_goes_there_under_a_new_number_and_says_where_it_went(line: Show, show: Show, back: bool) -> None:
    here, there = (show, line) if back else (line, show)
    there.asked()
    number = here.asked("Нет воды", locality="Сосновка", topic="ЖКХ")
    went = handed(here, number, there)
    assert went == 2
    old, new = here.view(number), there.view(went)
    assert (old["state"], old["went"]) == (
        "transferred",
        {"broadcast": there.slug, "title": there.broadcast.title, "number": went},
    )
    assert (new["state"], new["text"], new["locality"], new["topic"]) == ("new", "Нет воды", "Сосновка", "ЖКХ")
    assert new["came"] is not None and new["came"]["number"] == number
    assert here.types()[-1] == "question.transferred" and there.types()[-1] == "question.received"


def test_the_books_count_it_as_transferred_and_received_there(line: Show, show: Show) -> None:
    handed(line, line.asked(), show)
    assert line.books().states == {"transferred": 1} and line.books().still_open == 0
    assert show.books().states == {"new": 1} and show.books().received == 1


def test_its_clock_goes_with_it(line: Show, show: Show) -> None:
    number = line.asked()
    before = line.view(number)
    after = show.view(handed(line, number, show))
    assert after["react_due"] == before["react_due"] and after["resolve_due"] == before["resolve_due"]
    assert after["asked_at"] == before["asked_at"] and after["received_at"] == before["received_at"]
    assert after["reacted_at"] is not None


def test_a_shows_question_gets_a_clock_on_the_line(line: Show, show: Show) -> None:
    went = line.view(handed(show, show.asked(), line))
    assert went["react_due"] is not None and went["reacted_at"] is not None


def test_whatever_was_merged_into_it_goes_with_it(line: Show, show: Show) -> None:
    root, other, third = line.asked("Нет воды"), line.asked("Воды нет"), line.asked("Где вода?")
    line.do("question.merge", third, into=other)
    line.do("question.merge", other, into=root)
    show.asked()
    went = handed(line, root, show)
    assert show.view(went)["askers"] == 3
    assert [(show.view(n)["state"], show.view(n)["merged_into"]) for n in (3, 4)] == [("merged", 2), ("merged", 3)]
    assert line.books().states == {"transferred": 3}
    show.do("question.split", 3)
    assert show.view(went)["askers"] == 1


def test_its_askers_count_where_it_is_now(line: Show, show: Show) -> None:
    number = line.asked(topic="ЖКХ", locality="Сосновка")
    handed(line, number, show)
    with line.store.read() as connection:
        assert tallies.kept(connection, line.id) == {("state", "transferred"): 1}


def test_a_residents_code_follows_it_there_and_back(line: Show, show: Show) -> None:
    number = line.asked("Нет воды")
    code = line.row(number).code
    went = handed(line, number, show)
    assert track(line.store, code)["number"] == went and track(line.store, code)["joined"] is False
    again = handed(show, went, line)
    told = track(line.store, code)
    assert (told["code"], told["number"], told["broadcast"]) == (code, again, "Постоянная линия")
    line.do("question.decline", again, reason="not_ours")
    assert track(line.store, code)["state"] == "declined"


def test_the_code_of_one_that_was_merged_follows_too(line: Show, show: Show) -> None:
    root, other = line.asked("Нет воды"), line.asked("Воды нет")
    line.do("question.merge", other, into=root)
    code = line.row(other).code
    show.do("question.shortlist", handed(line, root, show))
    told = track(line.store, code)
    assert (told["state"], told["joined"], told["text"]) == ("shortlisted", True, "Воды нет")


def test_a_repeated_message_and_its_authors_change_find_it_there(line: Show, show: Show) -> None:
    arrival = line.arrival("Нет воды", external_id="17")
    [first] = receive_group(line.store, [arrival])
    assert isinstance(first, Receipt) and first.number is not None
    went = handed(line, first.number, show)
    [again] = receive_group(line.store, [arrival])
    assert isinstance(again, Receipt)
    assert (again.repeated, again.broadcast, again.number) == (True, show.slug, went)
    assert author_changed(line.store, arrival.origin, "17", "Нет воды и света")
    assert show.view(went)["text"] == "Нет воды и света"


def test_the_same_command_again_hands_it_over_once(line: Show, show: Show) -> None:
    number = line.asked()
    raw: dict[str, Any] = {
        **{"id": str(uuid.uuid4()), "type": "question.transfer", "question": number, "version": 1, "to": show.slug},
    }
    answers = [desk.BUS.perform(line.store, line.slug, raw, EVERYBODY) for _ in range(2)]
    assert answers[0] == answers[1] and show.books().received == 1


def test_a_shortlisted_one_leaves_the_list(line: Show, show: Show) -> None:
    number = show.shortlisted()
    handed(show, number, line)
    assert show.view(number)["rank"] is None


def test_it_is_not_handed_to_where_it_is(line: Show) -> None:
    assert "already" in str(line.refused("illegal", "question.transfer", line.asked(), to=line.slug))


def test_it_is_not_handed_to_another_line_or_from_show_to_show(line: Show, show: Show) -> None:
    line.refused("illegal", "question.transfer", line.asked(), to=Show(line.store, Kind.STANDING).slug)
    show.refused("illegal", "question.transfer", show.asked(), to=Show(show.store).on_air().slug)


def test_it_is_not_handed_to_a_show_that_is_over(line: Show, store: Store) -> None:
    over = Show(store).on_air()
    over.wrapped()
    assert "over" in str(line.refused("illegal", "question.transfer", line.asked(), to=over.slug))


def test_a_show_that_is_not_open_yet_takes_it_and_gives_it_back(line: Show, store: Store) -> None:
    planned = Show(store)
    went = handed(line, line.asked("Нет воды"), planned)
    said = planned.refused("illegal", "question.decline", went, reason="spam")
    assert "not open yet" in str(said)
    assert line.view(handed(planned, went, line))["state"] == "new"


def test_what_is_on_air_is_not_handed_over(line: Show, show: Show) -> None:
    show.refused("illegal", "question.transfer", show.taken(), to=line.slug)


def test_it_is_not_handed_to_nowhere(line: Show) -> None:
    line.refused("not_found", "question.transfer", line.asked(), to="nowhere")


def test_it_is_not_handed_into_a_rehearsal_which_would_be_wiped(line: Show, store: Store) -> None:
    rehearsing = Show(store)
    rehearsing.do("broadcast.open")
    rehearsing.do("rehearsal.start", pace=5)
    line.refused("illegal", "question.transfer", line.asked(), to=rehearsing.slug)


def test_a_stale_hand_over_is_a_conflict(line: Show, show: Show) -> None:
    number = line.asked()
    line.do("question.note", number, **NOTE)
    with pytest.raises(Refused) as refused:
        line.do("question.transfer", number, version=1, to=show.slug)
    assert refused.value.code == "conflict"


# The matter that it stands in


@pytest.fixture
def town(store: Store) -> Mattering:
    return Mattering(store)


def test_it_takes_its_situation_along_and_back(line: Show, town: Mattering) -> None:
    asked, stays = town.by_vk(), town.by_vk()
    number = town.matter(asked, stays)
    went = handed(town.show, asked, line)
    assert (town.show.view(asked)["matter"], line.view(went)["matter"]) == (None, number)
    assert (town.row(number).questions, town.row(number).askers) == (2, 2)
    again = handed(line, went, town.show)
    assert (line.view(went)["matter"], town.show.view(again)["matter"]) == (None, number)
    assert sorted(town.standing(number)) == [stays, again]


def test_what_was_said_before_is_not_said_again_and_what_is_said_later_is(line: Show, town: Mattering) -> None:
    asked, merged = town.by_vk("Анна"), town.by_vk("Борис")
    number = town.matter(town.merged(asked, merged), text="Ищем место.")
    handed(line, handed(town.show, asked, line), town.show)
    town.tick()
    assert town.texts(number) == {"Ищем место.": 2}
    assert town.say("tell", number, text="Починили.")["sent"] == 2
    assert town.texts(number) == {"Ищем место.": 2, "Починили.": 2}


def test_of_whom_nothing_is_known_hears_each_word_once_too(line: Show, town: Mattering) -> None:
    origin: Json = {"origin": f"channel:{town.vk}", "channel_id": town.vk, "source": "vk"}
    asked = town.show.asked(author=None, external_id="wall:-456_7_900001", **origin)
    number = town.matter(asked, text="Ищем место.")
    went = handed(town.show, asked, line)
    assert line.row(went).person_id is None
    town.tick()
    town.say("tell", number, text="Починили.")
    assert town.told(number) == [("Ищем место.", asked), ("Починили.", went)]


def test_one_that_stood_there_by_itself_and_was_merged_goes_with_its_root(line: Show, town: Mattering) -> None:
    root, merged = town.by_vk(), town.by_vk()
    number = town.matter(root, merged)
    town.merged(root, merged)
    handed(town.show, root, line)
    assert (town.row(number).questions, town.row(number).askers) == (2, 2)
    assert town.standing(number) == [1, 2]
    line.do("question.split", 2)
    assert line.view(2)["matter"] == number


def test_by_its_old_number_the_one_that_it_is_now_is_joined_and_parted(line: Show, town: Mattering) -> None:
    asked = town.by_vk()
    went = handed(town.show, asked, line)
    number = town.matter(asked)
    assert line.view(went)["matter"] == number and town.show.view(asked)["matter"] is None
    town.say("part", number, questions=[asked])
    assert line.view(went)["matter"] is None


def test_its_code_tells_of_the_situation_where_it_is_now(line: Show, town: Mattering) -> None:
    asked = town.by_vk()
    town.matter(asked, text="Ищем место.")
    handed(town.show, asked, line)
    assert [one["text"] for one in track(line.store, town.show.row(asked).code)["words"]] == ["Ищем место."]


def test_a_situation_that_is_over_keeps_what_was_handed_over(line: Show, town: Mattering) -> None:
    asked = town.by_vk()
    number = town.matter(asked)
    town.say("close", number)
    assert line.view(handed(town.show, asked, line))["matter"] == number


# While its author's change waits for the log


@contextmanager
def handing_over(store: Store, show: Show, line: Show, times: int) -> Iterator[list[int]]:
    """Before each of the first so many locks of `store`, another process hands question 1 over, there or back.

    The numbers that it has had.
    """
    other = Store(Database(store.database.url), "of-the-tests")
    numbers = [1]

    def before(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FOR UPDATE" in statement and len(numbers) <= times:
            here, there = (line, show) if len(numbers) % 2 else (show, line)
            raw: Json = {"id": str(uuid.uuid4()), "type": "question.transfer", "to": there.slug, "version": 1}
            numbers.append(desk.BUS.perform(other, here.slug, raw | {"question": numbers[-1]}, EVERYBODY)["number"])

    engine = store.database.engine()
    event.listen(engine, "before_cursor_execute", before)
    yield numbers
    event.remove(engine, "before_cursor_execute", before)
    other.database.close()


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)  # SQLite has one writer: nothing comes in between.
def test_an_authors_change_follows_a_question_that_is_handed_over_at_that_moment(
    store: Store, line: Show, show: Show
) -> None:
    arrival = line.arrival("Нет воды", external_id="18")
    receive_group(store, [arrival])
    with handing_over(store, show, line, 3) as numbers:
        assert author_changed(store, arrival.origin, "18", "Нет воды и света")
    assert show.view(numbers[-1])["text"] == "Нет воды и света"


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_where_that_never_ends_the_change_is_to_be_told_again_later(store: Store, line: Show, show: Show) -> None:
    arrival = line.arrival("Нет воды", external_id="19")
    receive_group(store, [arrival])
    with handing_over(store, show, line, HAND_OVERS), pytest.raises(Refused) as refused:
        author_changed(store, arrival.origin, "19", "Нет воды и света")
    assert refused.value.code == "unavailable"
    assert author_changed(store, arrival.origin, "19", "Нет воды и света")
    assert line.view(HAND_OVERS // 2 + 1)["text"] == "Нет воды и света"
