"""A screen that gives up while it waits for its turn takes nobody's time (issue 20: a thousand come back at once)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.process import free_port
from tests.support.server import ROOT, Installation

CROWD = """
from app import create_app
import json, os, sys
from live import settings
from live.runtime import server
from live.runtime.tasks import sleep, spawn
from tests.support.raw import RawSocket
port, slug, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
app = create_app(settings.read(os.environ))
hub, joined = app.extensions["live"].hub, []
join = hub.join
def noting(member):
    joined.append(member.sid)
    join(member)
hub.join = noting
spawn(server.serve, app, server.listen("127.0.0.1", port))
def desk():
    raw = RawSocket(f"http://127.0.0.1:{port}")
    raw.hear_until("0")
    raw.join("/live", {"broadcast": slug, "screen": "desk", "token": key})
    return raw
with hub.turns._one:
    gave_up, hung_up, stays = desk(), desk(), desk()
    gave_up.socket.send_close()
    hung_up.socket.sock.close()
stays.hear_until("40/live")
lines = app.extensions["socketio"].server.eio.sockets
while len(lines) > 1:
    sleep(0.01)
opened = RawSocket(f"http://127.0.0.1:{port}")
opened.hear_until("0")
print(json.dumps({"joined": len(joined), "unheard": [one.line.unheard for one in lines.values()]}))
sys.stdout.flush(); os._exit(0)
"""


@pytest.mark.faults
@pytest.mark.parametrize("asynchronous", ["eventlet", "gevent"])
def test_who_has_gone_by_its_turn_is_not_let_in(embedded: Installation, asynchronous: str) -> None:
    show = embedded.show(desk="moderator")
    code = [sys.executable, "-c", CROWD, str(free_port()), show.slug, show.keys["desk"]]
    done = subprocess.run(
        code,
        cwd=ROOT,
        env=embedded.environment(LIVE_ASYNC=asynchronous),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["joined"] == 1
    assert told["unheard"] == [False, True], "one that has joined was heard, one that was only opened was not"
