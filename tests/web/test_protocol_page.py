"""docs/protocol.md names everything that is built: each command with its roles, each event, code, screen and route."""

from __future__ import annotations

import re

import pytest

from live.domain.people import Role
from live.protocol.commands import COMMANDS
from live.protocol.events import DECLARED
from live.views.screens import SCREENS
from live.web.errors import STATUS
from tests.support.server import ROOT
from tests.web.house import House

PAGE = (ROOT / "docs/protocol.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_stands_with_who_may_give_it(name: str) -> None:
    [row] = [row for row in ROWS if name in re.split(r", ", row[0])]
    assert {role for role in Role if re.search(rf"\b{role.value}\b", row[2])} == COMMANDS[name].roles


def test_each_event_stands_in_it() -> None:
    written = set()
    for row in ROWS:
        first = row[0].split(", ")[0]
        written |= {first.split(".")[0] + name if name.startswith(".") else name for name in row[0].split(", ")}
    declared = {name for log in DECLARED.values() for name in log}
    assert declared <= written, declared - written


def test_each_code_stands_with_its_status() -> None:
    stands = {row[0].strip("`"): row[1] for row in ROWS if row[0].strip("`") in STATUS}
    assert stands == {code: str(status) for code, status in STATUS.items()}


def test_each_screen_stands_with_its_roles() -> None:
    for name, screen in SCREENS.items():
        row = next(row for row in ROWS if row[0] == name)
        assert {Role(word) for word in row[1].split(", ")} | {Role.ADMIN} == screen.roles


def test_each_route_stands_in_it(house: House) -> None:
    plain = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"<\1>", rule.rule) for rule in house.app.url_map.iter_rules()}
    for path in plain:
        path = path.removeprefix("/api/v1").replace("<type_>", "<type>").replace("/<tail>", "")
        path = path.replace("/language/<language>", "/language/<ru or en>")
        shown = (
            path.removeprefix("/b/<slug>")
            if path.endswith(("calls", "rundown", "prompter", "head", "overlay"))
            else path
        )
        assert f"`{shown}`" in PAGE or path.startswith(("/static", "/socket.io")), path
