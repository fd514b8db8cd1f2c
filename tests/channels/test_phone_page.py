"""What docs/channels/phone.md gives an exchange to run says what the channel understands."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from live.channels import Request, phone

ROOT = Path(__file__).resolve().parents[2]


def test_the_script_for_asterisk_is_believed_and_understood(tmp_path: Path) -> None:
    page = (ROOT / "docs/channels/phone.md").read_text("utf-8")
    found = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    assert found
    (tmp_path / "live.secret").write_text("telephone-secret\n")
    script = found[1].replace("/etc/asterisk/live.secret", str(tmp_path / "live.secret"))
    curl = tmp_path / "curl"
    curl.write_text('#!/bin/sh\nfor part in "$@"; do printf "%s\\n" "$part"; done\n')
    curl.chmod(0o700)
    told = (
        "https://line.example/hooks/phone/KEY",
        "1785571200.42",
        "ended",
        "+79000000012",
        "https://pbx.example/1.wav",
    )
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", script, "live-say", *told], capture_output=True, text=True, check=True, env={"PATH": path}
    )
    sent = done.stdout.splitlines()
    header, body = sent[sent.index("-H") + 1], sent[sent.index("-d") + 1]
    name, _, signature = header.partition(": ")
    [call] = phone.read(Request(body.encode(), {name.lower(): signature}), {"secret": "telephone-secret"}).calls
    assert (call.call_id, call.state, call.from_number) == told[1:4]
    assert call.at is not None and call.recording_url == told[4]
    assert sent[-1] == told[0]
