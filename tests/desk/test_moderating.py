"""What the moderators' verbs keep to, beyond the table of moves."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from live import desk
from live.domain import broadcast as broadcast_rules
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from tests.support.rooms import EVERYBODY, Show, anna

CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("question.edit", {"air_text": "Короче"}),
    ("question.classify", {"topic": "Дороги"}),
    ("question.note", {"for": "head", "text": "Справка"}),
    ("question.shortlist", {}),
    ("question.decline", {"reason": "spam"}),
    ("question.merge", {"into": 1}),
    ("question.ticket", {}),
]


@pytest.mark.parametrize(("type_", "fields"), CHANGES, ids=[type_ for type_, _ in CHANGES])
def test_of_two_who_saw_the_same_version_one_wins_and_the_other_is_told(
    show: Show, type_: str, fields: dict[str, Any]
) -> None:
    show.asked()
    number = show.asked()
    show.do(type_, number, **fields)
    refusal = show.refused("conflict", type_, number, version=1, **fields)
    assert str(number) in str(refusal)
    assert show.row(number).version == 2


def test_a_stale_version_is_told_before_an_impossible_move(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="spam")
    show.refused("conflict", "question.shortlist", number, version=1)
    show.refused("illegal", "question.shortlist", number)


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("question.edit", {"air_text": " "}),
        ("question.classify", {}),
        ("question.decline", {"reason": "boring"}),
        ("question.decline", {"reason": "other"}),
    ],
)
def test_a_wrong_command_is_told_before_a_stale_version(show: Show, type_: str, fields: dict[str, Any]) -> None:
    number = show.asked()
    show.do("question.shortlist", number)
    show.refused("invalid", type_, number, version=1, **fields)


def test_a_question_that_is_not_there_is_not_found(show: Show) -> None:
    show.refused("not_found", "question.shortlist", 77, version=1)


def test_another_broadcasts_question_is_not_found(show: Show) -> None:
    other = Show(show.store).on_air()
    number = [other.asked() for _ in range(3)][-1]
    show.refused("not_found", "question.decline", number, version=1, reason="spam")


def test_a_wording_for_air_leaves_the_original_and_every_wording_is_kept(show: Show) -> None:
    number = show.asked("Здравствуйте! Когда уже починят мост?")
    show.do("question.edit", number, air_text="Когда починят мост?")
    show.do("question.edit", number, air_text=" Когда отремонтируют мост?\r\n")
    page = show.page(number)
    assert page["text"] == "Здравствуйте! Когда уже починят мост?"
    assert page["air_text"] == "Когда отремонтируют мост?"
    assert [(r["version"], r["air_text"], r["by"]) for r in page["revisions"]] == [
        (2, "Когда починят мост?", "Анна"),
        (3, "Когда отремонтируют мост?", "Анна"),
    ]


@pytest.mark.parametrize("text", ["", " \n ", "я" * 4001, "а\x07б"])
def test_a_wording_that_is_no_text_is_invalid(show: Show, text: str) -> None:
    show.refused("invalid", "question.edit", show.asked(), air_text=text)


def test_classifying_changes_what_is_said_and_leaves_the_rest(show: Show) -> None:
    number = show.asked(locality="Сосновка", topic="ЖКХ")
    show.do("question.classify", number, topic=None)
    assert (show.view(number)["topic"], show.view(number)["locality"]) == (None, "Сосновка")


def test_classifying_as_nothing_is_invalid(show: Show) -> None:
    show.refused("invalid", "question.classify", show.asked())


def note(show: Show, number: int, reader: str, text: str) -> None:
    fields: dict[str, Any] = {"for": reader, "text": text}
    show.do("question.note", number, **fields)


def test_a_note_is_for_one_reader_and_an_empty_one_is_taken_away(show: Show) -> None:
    number = show.asked()
    note(show, number, "presenter", "Ударение на «о»")
    note(show, number, "head", "Смета готова")
    assert show.view(number)["notes"] == {"presenter": "Ударение на «о»", "head": "Смета готова"}
    note(show, number, "head", "")
    assert show.view(number)["notes"] == {"presenter": "Ударение на «о»", "head": None}


def test_a_question_joins_the_shortlist_last_or_before_another(show: Show) -> None:
    first, second, third = (show.asked() for _ in range(3))
    show.do("question.shortlist", first)
    show.do("question.shortlist", second)
    show.do("question.shortlist", third, before=second)
    assert show.shortlist() == [first, third, second]


def test_a_place_before_what_is_not_listed_is_a_conflict(show: Show) -> None:
    number, unlisted = show.asked(), show.asked()
    show.refused("conflict", "question.shortlist", number, before=unlisted)


def test_a_return_to_the_desk_takes_the_place_in_the_list_away(show: Show) -> None:
    number = show.shortlisted()
    show.do("question.return", number)
    assert (show.row(number).state, show.row(number).rank) == ("new", None)


def test_a_declined_question_keeps_its_reason_until_it_is_restored(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, reason="other", text="Решено утром")
    assert show.view(number)["decline"] == {"reason": "other", "text": "Решено утром"}
    assert show.view(number)["moved"]["by"] == "Анна"
    show.do("question.restore", number)
    assert show.view(number)["decline"] is None


@pytest.mark.parametrize("fields", [{"reason": "boring"}, {"reason": "other"}, {"reason": "other", "text": "  "}])
def test_declining_needs_a_reason_that_says_something(show: Show, fields: dict[str, Any]) -> None:
    show.refused("invalid", "question.decline", show.asked(), **fields)


def test_a_ticket_is_made_with_the_move_and_belongs_to_its_department(show: Show) -> None:
    number = show.asked()
    made = show.do("question.ticket", number, department="ЖКХ", priority="high")
    [ticket] = show.tickets()
    assert (ticket.number, ticket.kind, ticket.department, ticket.priority) == (
        made["ticket"],
        "unanswered",
        "ЖКХ",
        "high",
    )
    assert show.row(number).state == "ticketed"


def test_a_question_written_down_by_hand_needs_no_open_intake(show: Show) -> None:
    show.do("broadcast.close_intake")
    number = show.do("question.add", text="Спросили в коридоре", author={"name": "Анна П.", "contact": "tel:+7"})[
        "number"
    ]
    view = show.view(number)
    assert (view["source"], view["author"]["contact"]) == ("hand", "tel:+7")
    assert show.types()[-1] == "question.added"


def test_a_planned_broadcast_takes_nothing_by_hand_either(show: Show) -> None:
    Show(show.store).refused("closed", "question.add", text="Рано")


def test_a_standing_broadcast_has_no_rundown(show: Show) -> None:
    standing = Show(show.store, broadcast_rules.Kind.STANDING)
    number = standing.asked(author=anna())
    standing.refused("illegal", "question.shortlist", number)
    standing.do("question.ticket", number)
    assert standing.books().balances


def test_while_a_wrap_runs_nothing_is_moderated(show: Show) -> None:
    number, declined = show.asked(), show.asked()
    show.do("question.decline", declined, reason="spam")
    show.do("broadcast.wrap")
    for type_, fields in CHANGES:
        show.refused("illegal", type_, number, **fields)
    show.refused("illegal", "question.restore", declined)
    show.refused("closed", "question.add", text="Поздно")


def test_the_log_names_who_did_it_in_the_role_that_allowed_it(show: Show) -> None:
    number = show.asked()
    show.do("question.decline", number, by=Actor("Мария", frozenset({Role.MODERATOR, Role.HEAD})), reason="spam")
    assert (show.events()[-1].by_name, show.events()[-1].by_role) == ("Мария", "moderator")


def test_who_lacks_the_role_is_forbidden(show: Show) -> None:
    number = show.asked()
    with pytest.raises(Refused, match="role") as caught:
        show.do("question.decline", number, by=Actor("Ведущий", frozenset({Role.PRESENTER})), reason="spam")
    assert caught.value.code == "forbidden"


def test_the_log_holds_no_text_and_no_contact(show: Show) -> None:
    number = show.asked("Тайна сия велика", author=anna())
    show.do("question.edit", number, air_text="Тайна")
    note(show, number, "head", "Тайна")
    show.do("question.shortlist", number)
    show.do("question.promise", number, promise="Тайна")
    show.do("question.decline", number, reason="other", text="Тайна")
    assert not any(secret in str(e) for e in show.events() for secret in ("Тайна", "vk:123", "Анна П."))


def test_a_command_says_the_number_at_which_it_can_be_seen(show: Show) -> None:
    answer = show.do("question.shortlist", show.asked())
    assert answer["seq"] == show.head == show.events()[-1].seq


def test_an_unknown_field_is_invalid(show: Show) -> None:
    with pytest.raises(Refused, match="colour"):
        desk.BUS.perform(
            show.store, show.slug, {"id": str(uuid.uuid4()), "type": "broadcast.wrap", "colour": 1}, EVERYBODY
        )
