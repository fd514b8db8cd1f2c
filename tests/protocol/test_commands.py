"""Each declared command is handled, and nothing else is; a body is checked as its command says."""

from __future__ import annotations

import uuid
from typing import get_type_hints

import pytest

import live.admin.broadcasts
import live.followup  # noqa: F401 - their handlers register with the same bus
from live.desk import BUS
from live.domain.people import Role
from live.domain.refused import Refused
from live.protocol.commands import COMMANDS, Command, OnQuestion, OnTicket, given_to, read
from live.protocol.events import Log
from live.store.commands import CommandBus


def test_every_declared_command_has_a_handler_and_every_handler_a_command() -> None:
    assert set(BUS.handlers) == {name for name, command in COMMANDS.items() if command.stored}


def test_a_handler_of_an_undeclared_command_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError, match="question.paint"):
        CommandBus(COMMANDS).handles("question.paint")(lambda tx, row, body, by: None)


def test_a_second_handler_is_a_fault_of_the_program() -> None:
    bus = CommandBus({"question.edit": COMMANDS["question.edit"]})
    bus.handles("question.edit")(lambda tx, row, body, by: None)
    with pytest.raises(KeyError, match="question.edit"):
        bus.handles("question.edit")(lambda tx, row, body, by: None)


def test_a_command_is_known_by_its_own_name_and_open_to_somebody() -> None:
    assert all(
        name == command.name and command.roles <= set(Role) and command.roles for name, command in COMMANDS.items()
    )
    here, there = given_to(Log.BROADCAST), given_to(Log.TICKETS)
    assert here.keys() | there.keys() == COMMANDS.keys()
    assert here.keys() & there.keys() == {name for name, command in COMMANDS.items() if command.everywhere}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_a_command_is_about_tells_the_log_that_it_is_given_to(command: Command) -> None:
    assert command.log is Log.TICKETS or not issubclass(command.body, OnTicket)
    assert command.log is Log.BROADCAST or not issubclass(command.body, OnQuestion)


def body(**fields: object) -> dict[str, object]:
    return {"id": str(uuid.uuid4()), "question": 1, "version": 1, **fields}


WRONG = {
    "no object": ["question.edit"],
    "no type": body(),
    "a type that is no text": body(type=["question.edit"]),
    "an unknown type": body(type="question.paint"),
    "a command on tickets": {"id": str(uuid.uuid4()), "type": "ticket.take", "ticket": "ПЛ-2026-000001", "version": 1},
    "an unknown field": body(type="question.want", text="?"),
    "a missing field": body(type="question.merge"),
    "an id that is none": body(type="question.want", id="7"),
}


@pytest.mark.parametrize("raw", WRONG.values(), ids=WRONG)
def test_what_is_no_command_of_this_log_is_invalid(raw: object) -> None:
    with pytest.raises(Refused) as caught:
        read(Log.BROADCAST, raw)
    assert caught.value.code == "invalid"


def test_a_body_is_read_as_its_commands_own() -> None:
    read_ = read(Log.BROADCAST, body(type="question.merge", into=2))
    assert type(read_) is COMMANDS["question.merge"].body and read_.verb == "merge"


@pytest.mark.parametrize("name", BUS.handlers)
def test_a_handler_takes_what_its_command_carries(name: str) -> None:
    assert issubclass(COMMANDS[name].body, get_type_hints(BUS.handlers[name])["body"])
