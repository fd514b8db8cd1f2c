"""A producer who takes questions to air, and the prompters that are waiting for them, in one process of their own."""

from __future__ import annotations

import json
import selectors
import time
import uuid
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bench.clients import EVENTS, Screen, Seat
from bench.workers import next_message

PATIENCE = 20.0


@dataclass(slots=True)
class Taken:
    """Seconds from writing a command to its frame at each prompter, and to its acknowledgement."""

    shown: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)


class Rundown:
    """Producer and prompters; it follows the versions of the questions as a screen does, by the frames."""

    def __init__(self, producer: Seat, prompter: Seat, prompters: int) -> None:
        self.producer = Screen(producer)
        self.prompters = [Screen(prompter) for _ in range(prompters)]
        self.versions: dict[int, int] = {}
        self.taken = Taken()
        self._selector = selectors.DefaultSelector()
        for screen in (self.producer, *self.prompters):
            self._selector.register(screen.sock, selectors.EVENT_READ, screen)

    def command(self, type_: str, **fields: Any) -> None:
        """Sends it, and waits until it is acknowledged and every prompter has the frame; RuntimeError if refused."""
        body = {"id": str(uuid.uuid4()), "type": type_, **fields}
        start = time.monotonic()
        acknowledgement = self.producer.emit("command", body)
        waiting: set[Screen] = {self.producer, *self.prompters}
        acknowledged = False
        while waiting or not acknowledged:
            if time.monotonic() - start > PATIENCE:
                raise RuntimeError(f"{type_} was not seen everywhere within {PATIENCE} s")
            for key, _ in self._selector.select(1.0):
                screen = key.data
                for packet in screen.read():
                    if packet.startswith(acknowledgement):
                        self.taken.acknowledged.append(time.monotonic() - start)
                        acknowledged = True
                        if b'"ok":true' not in packet:
                            raise RuntimeError(f"{type_} was refused: {packet.decode()}")
                    elif screen in waiting and packet.startswith(EVENTS) and self._tells_of(packet, fields["question"]):
                        waiting.discard(screen)
                        if screen is not self.producer:
                            self.taken.shown.append(time.monotonic() - start)

    def _tells_of(self, packet: bytes, number: int) -> bool:
        """Whether a frame holds a view of this question; notes the versions that it tells."""
        found = False
        for event in json.loads(packet[len(EVENTS) : -1])["events"]:
            view = event.get("view")
            if view:
                self.versions[view["number"]] = view["version"]
            found = found or event.get("question") == number
        return found

    def idle(self, seconds: float) -> None:
        """Reads what comes, for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                self._follow(key.data)

    def heard(self, pipe: Connection) -> Any:
        """The next message from the other side; what the screens are told meanwhile is read, and pings are answered."""
        self._selector.register(pipe, selectors.EVENT_READ)
        while True:
            ready = [key.data for key, _ in self._selector.select()]
            for screen in filter(None, ready):
                self._follow(screen)
            if None in ready:
                self._selector.unregister(pipe)
                return next_message(pipe)

    def _follow(self, screen: Screen) -> None:
        for packet in screen.read():
            if packet.startswith(EVENTS):
                self._tells_of(packet, 0)


def run_down(pipe: Connection, producer: Seat, prompter: Seat, prompters: int, numbers: list[int]) -> None:
    """Shortlists the questions, says "ready"; answers each (count, rate) with what was `Taken` then."""
    rundown = Rundown(producer, prompter, prompters)
    for number in numbers:
        rundown.command("question.shortlist", question=number, version=1)
    pipe.send("ready")
    on_air: int | None = None
    step = 0
    while (order := rundown.heard(pipe)) is not None:
        count, rate = order
        rundown.taken = Taken()
        start = time.monotonic()
        for index in range(count):
            number = numbers[step % len(numbers)]
            if index % 3 == 2 and on_air is not None:
                rundown.command("question.return", question=on_air, version=rundown.versions[on_air])
                on_air = None
            else:
                fields: dict[str, Any] = {"question": number, "version": rundown.versions[number]}
                if on_air is not None:
                    fields["previous"] = {"question": on_air, "version": rundown.versions[on_air], "as": "returned"}
                rundown.command("question.take", **fields)
                on_air = number
                step += 1
            rundown.idle(start + (index + 1) / rate - time.monotonic())
        pipe.send(rundown.taken)
