"""A stranger's picture drawn anew in a process of its own, which can stop nothing but itself.

`python -m live.files.media.child_pictures` is that process: it is given the picture, and answers with a line of JSON
that tells the sizes, or the refusal, then with the picture and its preview.
"""

from __future__ import annotations

import json
import sys
import threading

from live.domain.files.attached import NotKept, Why
from live.domain.refused import Refused
from live.files.media.pictures import Picture, redrawn
from live.runtime.child import Exceeded, answer_of, confine

SECONDS = 15
MEMORY = 1024**3

WAITED = 60.0
"""Seconds that it may wait for a processor besides: everybody else goes first."""

AT_ONCE = 2
"""Pictures that are drawn at the same time: each takes a processor and a gigabyte at most."""

PATIENCE = 30.0
"""Seconds for which one more waits for its turn."""

_turns = threading.BoundedSemaphore(AT_ONCE)


def redrawn_apart(content: bytes) -> Picture:
    """`redrawn`, while others run. `NotKept`; `unavailable` where too many are being drawn just now."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused("unavailable", "Other pictures are being read just now. Try again in a minute.")
    try:
        answer = answer_of(__name__, content, SECONDS, WAITED)
    except Exceeded:
        raise NotKept(Why.TOO_MUCH) from None
    finally:
        _turns.release()
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "refused" in head:
        raise NotKept(Why(head["refused"]))
    return Picture(head["width"], head["height"], rest[: head["bytes"]], rest[head["bytes"] :])


def main() -> None:
    confine(SECONDS, MEMORY)
    said = sys.stdout.buffer
    try:
        made = redrawn(sys.stdin.buffer.read())
    except NotKept as refused:
        said.write(json.dumps({"refused": refused.why}).encode())
    except MemoryError:
        said.write(json.dumps({"refused": Why.TOO_MUCH}).encode())
    else:
        head = {"width": made.width, "height": made.height, "bytes": len(made.content)}
        said.write(json.dumps(head).encode() + b"\n" + made.content + made.preview)


if __name__ == "__main__":
    main()
