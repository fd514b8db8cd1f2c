"""What a log line does not tell: how a person is reached, and what stood in a row that was refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from live.channels.http import Failed
from live.runtime.logs.privacy import private, without_persons

SAID = [
    ("550 <anna@example.org> no such user", "550 <…@…> no such user"),
    ("tel:+79000000012 rang", "tel:… rang"),
    ("mailto:anna@example.org", "mailto:…"),
    ("by 'vk:123' and ok:user:7, telegram:@anna.", "by 'vk:…' and ok:…, telegram:…"),
    ("8 (900) 000-00-12 and +7 900 000 00 12", "… and …"),
    ("from 79000000012", "from …"),
    ("2026-11-26T02:24:18.123456Z question 4294967297 took 12.5 s", None),
    ("listening on 127.0.0.1:8000, key:5, channel:12, https://api.example.org/v1/9000", None),
    ("not null\nDETAIL:  Failing row contains (1, Анна).\n[SQL: INSERT]", "not null\nDETAIL: …\n[SQL: INSERT]"),
    ("DETAIL:  Key (name)=(Анна) exists.", "DETAIL: …"),
]


@pytest.mark.parametrize(("said", "kept"), SAID)
def test_a_line_tells_of_no_person(said: str, kept: str | None) -> None:
    assert private(said) == (said if kept is None else kept)
    assert private(private(said)) == private(said)


def test_every_value_of_a_line_is_looked_at() -> None:
    line: dict[str, Any] = {
        "event": "tel:1",
        "count": 3,
        "of": ["mailto:a@b.ru"],
        "why": ValueError("vk:7"),
        "in": {"a": "tel:2"},
    }
    told = without_persons(None, "info", line)
    assert told == {"event": "tel:…", "count": 3, "of": ["mailto:…"], "why": "vk:…", "in": {"a": "tel:…"}}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_and_a_library_s_line_tell_of_none_either(form: str) -> None:
    program = f"""
import logging, structlog
from live.runtime.logs.logging import configure
configure({form!r})
try:
    raise ValueError("550 <planted@example.org> no such user, 8 900 000-00-12")
except ValueError:
    structlog.get_logger().exception("a reply failed", to="tel:+79000000012")
    logging.getLogger("library").exception("it failed for planted@example.org")
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    assert "planted" not in said and not re.search("000.?00.?12", said)
    assert said.count("ValueError") == 2 and "a reply failed" in said
    if form == "json":
        assert "…@…" in json.loads(said.splitlines()[0])["exception"]


def test_of_a_network_s_refusal_a_log_is_told_its_number_alone() -> None:
    assert (
        Failed("never", "It does not take this.", None, "SMTP 550: <anna@example.org> no such user").code == "SMTP 550"
    )
    assert Failed("never", "It does not take this.", None, "Анна").code is None
