"""Bitfocus Companion as a test plays it: the module's own class in Node, its buttons pressed, its lamps read."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.support.process import wait_until
from tests.support.searched import SEARCH
from tools.node import node

HOST = Path(__file__).with_name("companion_host.mjs")
LONGEST = 60
"""Seconds for what must come; a bound for broken runs."""

Json = dict[str, Any]


class Companion:
    """`now` is what the module told last: its `status`, `lamps` and `texts`. `printed` is all that it has said."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([node(), str(HOST)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        self._presses = itertools.count(1)
        self._answers: dict[int, list[str]] = {}
        self.now: Json = {"status": ["", ""], "lamps": {}, "texts": {}}
        self.presets: list[str] = []
        self.printed = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def connect(self, url: str, slug: str, key: str) -> None:
        self._say({"config": {"address": url, "broadcast": slug}, "secrets": {"key": key}})

    def press(self, button: str) -> int:
        """Press a preset; the number under which `errors` waits for what came of it."""
        return self._press(button=button)

    def do(self, word: str, behind: str = "") -> int:
        """The same with an action that no preset holds."""
        return self._press(action=word, options={"behind": behind})

    def errors(self, press: int) -> list[str]:
        wait_until(lambda: press in self._answers, "an answer to a press", LONGEST)
        return self._answers[press]

    def _press(self, **pressed: Any) -> int:
        number = next(self._presses)
        self._say({"press": number, **pressed})
        return number

    def _say(self, told: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.printed += line
            told = json.loads(line)
            if "pressed" in told:
                self._answers[told["pressed"]] = told["errors"]
            elif "presets" in told:
                self.presets = told["presets"]
            elif "lamps" in told:
                self.now = told

    def __enter__(self) -> Companion:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(LONGEST)
        finally:
            self._process.kill()
            self._reader.join(LONGEST)
            SEARCH.printed(self.printed, "Companion's module")
        assert kind or self._process.returncode == 0, self._process.returncode
