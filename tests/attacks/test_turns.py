"""A crowd of strangers keeps others waiting for one of them, not for all (H1), and whoever has come is let in."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.faults

AT_ONCE = 200

CROWD = """
from live.runtime import patch
patch()
import json
from live.runtime.tasks import sleep, spawn
from live.web.edge.strangers import Strangers
begun, heard = [], []
def app(environ, start_response):
    begun.append(environ["PATH_INFO"])
    return []
counted = Strangers(app, AT_ONCE)
def stranger():
    counted({"PATH_INFO": "/login", "REMOTE_ADDR": "203.0.113.5"}, None)
for _ in range(AT_ONCE):
    spawn(stranger)
while len(begun) < AT_ONCE:
    sleep(0)
    heard.append(len(begun))
print(json.dumps(heard))
"""

DOOR = """
from live.runtime import patch
patch()
import json, socket
from live.runtime.connections import BURST, Connections, Limits
from live.runtime.server import TOGETHER, listen
from live.runtime.tasks import sleep, spawn
door = listen("127.0.0.1", 0)
door.connections = Connections(Limits(arrivals=1))
lines = [socket.create_connection(door.getsockname()) for _ in range(BURST + 3 * TOGETHER)]
let_in = []
def serve():
    while True:
        let_in.append(door.accept())
def is_closed(line):
    try:
        return not line.fd.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
spawn(serve)
heard = []
while len(let_in) < BURST or sum(map(is_closed, lines)) < 3 * TOGETHER:
    sleep(0)
    heard.append(sum(map(is_closed, lines)) / TOGETHER)
print(json.dumps(heard))
"""

LAST_ONE = """
from live.runtime import patch
patch()
import json, socket
from eventlet.patcher import original
from live.runtime.server import TURN, listen
from live.runtime.tasks import sleep, spawn
door = listen("127.0.0.1", 0)
let_in = []
def serve():
    while True:
        let_in.append(door.accept())
spawn(serve)
hers, ours = socket.socketpair()
spawn(hers.send, b"a word")
ours.recv(6)  # From here on it is the turn of one who heard from a socket: the next look is at whose time is up.
line = original("socket").create_connection(door.getsockname())
door.accept_no_more()
original("time").sleep(4 * TURN)  # The loop is busy, and the time to wait for a connection is up.
while door.fileno() >= 0:
    sleep(0)
print(json.dumps([len(let_in)]))
"""


def said(program: str) -> list[float]:
    """What it prints, under eventlet: there a task has its turn until it gives way."""
    code = program.replace("AT_ONCE", str(AT_ONCE))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told: list[float] = json.loads(done.stdout)
    return told


def test_strangers_begin_one_after_another_and_others_have_a_turn_between() -> None:
    heard = said(CROWD)
    assert max(after - before for before, after in zip([0, *heard], heard, strict=False)) == 1


def test_who_comes_too_fast_is_closed_several_at_a_time_and_others_have_a_turn_between() -> None:
    assert said(DOOR) == [1, 2, 3]


def test_who_has_come_before_the_end_is_let_in_however_busy_the_loop_is() -> None:
    assert said(LAST_ONE) == [1]
