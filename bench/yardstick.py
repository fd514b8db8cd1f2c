"""A bare Flask route on eventlet, to tell how fast this machine is today: it reads a question and answers a number.

None of the product is in it. Started as `python -m bench.yardstick PORT`.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import itertools
import socket
import sys
from typing import Any

import eventlet.wsgi
from flask import Flask, request

app = Flask("yardstick")
numbers = itertools.count(1)


@app.get("/readyz")
def ready() -> dict[str, bool]:
    return {"ready": True}


@app.post("/api/v1/broadcasts/<slug>/questions")
def take(slug: str) -> tuple[dict[str, Any], int]:
    request.get_json()
    return {"number": next(numbers), "broadcast": slug, "state": "new", "version": 1}, 201


if __name__ == "__main__":
    sock = eventlet.listen(("127.0.0.1", int(sys.argv[1])))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    eventlet.wsgi.server(sock, app, log_output=False)
