"""Nobody writes a line of the log by a name, a text or an error that has a line's end in it (finding L9)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.faults

FORGED = "2027-01-01T00:00:00Z [info     ] signed in  by=admin"
SAY = """
import logging as standard, sys
from live.runtime.logs import logging
logging.configure(sys.argv[1])
import structlog
log = structlog.get_logger()
name = "Анна" + sys.argv[2] + {forged!r}
log.warning("a link was made", by=name, names=[name])
standard.getLogger("other").warning("heard %s", name)
try:
    raise ValueError(name)
except ValueError:
    log.exception("broke")
"""


def said(form: str, end: str) -> list[str]:
    command = [sys.executable, "-c", SAY.format(forged=FORGED), form, end]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=True)
    return [line for line in done.stderr.split("\n") if line]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x1b[2K\r", "\u2028", "\x85"])
def test_a_line_in_text_is_one_line(end: str) -> None:
    lines = said("text", end)
    assert any("a link was made" in line and "Анна\\" in line for line in lines)
    assert not [line for line in lines if line.startswith(FORGED[:20])]
    assert not [sign for line in lines for sign in line if not sign.isprintable()]
    told = lines[[n for n, line in enumerate(lines) if "broke" in line][0] + 1 :]
    assert told and all(line.startswith("  | ") for line in told)


def test_a_line_in_json_is_one_object() -> None:
    told = [json.loads(line)["event"] for line in said("json", "\n")]
    assert told == ["a link was made", f"heard Анна\n{FORGED}", "broke"]
