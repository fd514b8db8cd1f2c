"""A secret need not stand on the command line, where every list of processes and the shell's history has it (M16)."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from live.commands.common import secret_pairs_of, told


def test_a_file_tells_a_secret_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t0ken\nand more\n")
    given = ("group_id=456", f"token=@{tmp_path / 'token'}")
    assert secret_pairs_of(given, "--setting") == {"group_id": "456", "token": "t0ken"}


def test_standard_input_tells_one_by_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("t0ken\ns3cret\n"))
    assert secret_pairs_of(("token=-", "secret=-"), "--setting") == {"token": "t0ken", "secret": "s3cret"}


def test_what_is_given_in_clear_is_taken_as_it_is() -> None:
    assert told("a=b@c-", "--token") == "a=b@c-"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\x00"], ids=["no file", "empty", "blank", "no text"])
def test_a_file_that_tells_nothing_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(click.UsageError, match="--token") as refused:
        told(f"@{file}", "--token")
    assert "\n" not in refused.value.message
