"""docs/protocol.md names each code and route; its tables of the wire are generated (tests/rules/test_generated.py)."""

from __future__ import annotations

import re

from live.web.errors import STATUS
from tests.support.server import ROOT
from tests.web.house import House

PAGE = (ROOT / "docs/protocol.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]


def test_each_code_stands_with_its_status() -> None:
    stands = {row[0].strip("`"): row[1] for row in ROWS if row[0].strip("`") in STATUS}
    assert stands == {code: str(status) for code, status in STATUS.items()}


def test_each_route_stands_in_it(house: House) -> None:
    plain = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"<\1>", rule.rule) for rule in house.app.url_map.iter_rules()}
    for path in plain:
        path = path.removeprefix("/api/v1").replace("<type_>", "<type>").replace("/<tail>", "")
        path = path.replace("/language/<language>", "/language/<ru or en>")
        shown = (
            path.removeprefix("/b/<slug>")
            if path.endswith(("calls", "rundown", "prompter", "head", "overlay", "/gallery"))
            else path
        )
        assert f"`{shown}`" in PAGE or path.startswith(("/static", "/socket.io")), path
