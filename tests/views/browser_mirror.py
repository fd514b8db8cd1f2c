"""What a browser's screen holds: static/parts/feed/state.js, run by Node, behind the face of the reference reducer."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.reducer import Mirror
from tools.node import node

Json = dict[str, Any]

DRIVER = Path(__file__).with_name("feed_state_driver.mjs")


class Node:
    """The process that holds the states."""

    def __init__(self, **limits: int) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([node(), str(DRIVER)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        self._ids = itertools.count(1)
        self.ask(limits=limits)

    def ask(self, **request: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def mirror(self, screen: str) -> BrowserMirror:
        return BrowserMirror(self, screen, next(self._ids))

    def __enter__(self) -> Node:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


class BrowserMirror(Mirror):
    """A screen's state in Node; which frames to apply is the feed's rule, and stays here."""

    def __init__(self, process: Node, screen: str, id_: int) -> None:
        super().__init__(screen)
        self._node = process
        self._id = id_

    def load(self, answer: Json) -> bool:
        self.epoch, self.to = answer["epoch"], answer["to"]
        held = self._node.ask(id=self._id, screen=self.screen, snapshot=answer["snapshot"])
        self.trimmed = held["trimmed"]
        return True

    def apply(self, frame: Json) -> bool:
        if frame["to"] <= self.to:
            return True
        events = [event for event in frame["events"] if event["seq"] > self.to]
        self.to = frame["to"]
        lost = bool(self._node.ask(id=self._id, events=events)["lost"])
        self.trimmed = self._node.ask(id=self._id)["trimmed"]
        return not lost

    def picture(self) -> Json:
        held = self._node.ask(id=self._id)["picture"]
        for name in ("questions", "messages", "links", "calls", "matters", "news", "polls"):
            held[name] = {int(number): view for number, view in held[name].items()}
        return held
