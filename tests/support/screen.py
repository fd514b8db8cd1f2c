"""A screen: a real socket client that keeps the protocol's rules for clients, in a process without patches."""

from __future__ import annotations

import queue
import random
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import socketio
from socketio.exceptions import BadNamespaceError, ConnectionError, DisconnectedError, TimeoutError
from socketio.packet import Packet

from tests.support import tls
from tests.support.reducer import Mirror
from tests.support.searched import SEARCH, Search

Json = dict[str, Any]
NAMESPACE = "/live"
SILENCE_SECONDS = 5
"""Two pulses and a margin: a screen that hears nothing for so long syncs again."""

LOST = (BadNamespaceError, ConnectionError, DisconnectedError, TimeoutError)


def searched_packets(screen: str, token: str | None, search: Search = SEARCH) -> type[Packet]:
    """The packets of one socket, as Socket.IO's client takes them: each is searched as it comes."""
    where, program = f"a frame to {screen}", search.is_program(token)

    class SearchedPacket(Packet):  # type: ignore[misc]  # The library tells no types.
        def decode(self, encoded_packet: str) -> Any:
            search.frame(encoded_packet, where, program)
            return super().decode(encoded_packet)

    return SearchedPacket


class Refusal(Exception):
    """The server did not let this socket in; the message is its code."""


class Screen:
    """Joins, syncs, applies frames, heals gaps; what it knows is `mirror`, what it heard is `frames` and `pulses`.

    With `keep` it comes back by itself when the connection is lost.
    """

    def __init__(
        self,
        url: str,
        broadcast: str,
        screen: str,
        token: str | None = None,
        keep: bool = False,
        device: str | None = None,
    ) -> None:
        self.url, self.keep, self.screen = url, keep, screen
        self.auth = {"broadcast": broadcast, "screen": screen, **({"token": token} if token else {})}
        self.auth |= {"device": device} if device else {}
        self.mirror = Mirror(screen)
        self.frames: list[Json] = []
        self.pulses: list[Json] = []
        self.presence: Json = {}
        self.endings: list[Json] = []
        self.you: Json = {}
        self.syncs = 0
        self.connections = 0
        self.connected = False
        self.refused: str | None = None
        self.errors: list[BaseException] = []
        self._client: socketio.Client | None = None
        self._changed = threading.Condition()
        self._inbox: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._closed = False
        self._worker = threading.Thread(target=self._work, name=f"screen {screen}", daemon=True)

    # Connecting

    def connect(self, headers: dict[str, str] | None = None) -> Screen:
        """Joins and syncs; Refusal with the server's code when it is not let in."""
        self.headers = headers or {}
        self._join()
        self._worker.start()
        self.wait_for(lambda s: s.mirror.to >= 0, "the first sync")
        return self

    def _join(self) -> None:
        client = socketio.Client(
            reconnection=False,
            serializer=searched_packets(self.screen, self.auth.get("token")),
            websocket_extra_options={"sslopt": {"context": tls.context()}} if self.url.startswith("https") else {},
        )
        refusal: list[str] = []

        def on_error(data: Any = None) -> None:
            refusal.append(data.get("message", "") if isinstance(data, dict) else str(data))

        def on_lost(*_: Any) -> None:
            with self._changed:
                if client is self._client:
                    self.connected = False
                self._changed.notify_all()
            self._inbox.put(("lost", client))

        client.on("connect_error", on_error, namespace=NAMESPACE)
        client.on("disconnect", on_lost, namespace=NAMESPACE)
        client.on("events", lambda frame: self._inbox.put(("frame", frame)), namespace=NAMESPACE)
        client.on("pulse", lambda pulse: self._inbox.put(("pulse", pulse)), namespace=NAMESPACE)
        client.on("presence", lambda who: self._inbox.put(("presence", who)), namespace=NAMESPACE)
        client.on("ending", lambda told: self._inbox.put(("ending", told)), namespace=NAMESPACE)
        try:
            client.connect(
                self.url,
                headers=self.headers,
                auth=self.auth,
                transports=["websocket"],
                namespaces=[NAMESPACE],
                wait_timeout=15,
            )
        except ConnectionError as error:
            if refusal and refusal[0] in ("unauthorized", "forbidden", "not_found"):
                raise Refusal(refusal[0]) from error
            raise
        with self._changed:
            self._client, self.connected = client, True
            self.connections += 1
        self._inbox.put(("sync", None))

    def disconnect(self) -> None:
        """Leaves, as a closed tab does; `reconnect` comes back with what is known."""
        client, self._client, self.connected = self._client, None, False
        if client is not None:
            client.disconnect()

    def reconnect(self) -> None:
        self._join()

    def close(self) -> None:
        self._closed = True
        self.disconnect()
        self._inbox.put(("close", None))
        if self._worker.is_alive():
            self._worker.join(20)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Hearing

    def _work(self) -> None:
        while not self._closed:
            try:
                kind, data = self._inbox.get(timeout=SILENCE_SECONDS)
            except queue.Empty:
                kind, data = "sync", None
            try:
                self._hear(kind, data)
            except LOST:
                continue  # the connection is gone; "lost" follows, and a later sync heals
            except BaseException as error:
                with self._changed:
                    self.errors.append(error)
                    self._changed.notify_all()
                raise

    def _hear(self, kind: str, data: Any) -> None:
        if kind == "sync":
            self._sync()
        elif kind == "lost" and data is self._client:
            self._come_back()
        elif kind == "ending" and self._client is not None:
            self.endings.append(data)
            self._client.disconnect()  # "lost" follows, and comes back
            time.sleep(random.uniform(0, data["within"]))
        elif kind == "frame":
            with self._changed:
                self.frames.append(data)
                fits = self.mirror.to < 0 or self.mirror.apply(data)
                self._changed.notify_all()
            if not fits:
                # What was applied and still does not fit is lost: only a snapshot tells what is there.
                self._sync(whole=self.mirror.to >= data["to"])
        elif kind == "pulse":
            with self._changed:
                self.pulses.append(data)
                self._changed.notify_all()
            if data["epoch"] != self.mirror.epoch or data["to"] != self.mirror.to:
                self._sync()
        elif kind == "presence":
            with self._changed:
                self.presence = data
                self._changed.notify_all()

    def _come_back(self) -> None:
        while self.keep and not self._closed and not self.connected:
            try:
                self._join()
            except Refusal as refusal:
                with self._changed:
                    self.refused, self.keep = str(refusal), False
                    self._changed.notify_all()
            except LOST:
                time.sleep(0.1)

    def _sync(self, whole: bool = False) -> None:
        client = self._client
        if client is None or not self.connected:
            return
        known = self.mirror.epoch is not None and not whole
        request = {"epoch": self.mirror.epoch, "since": self.mirror.to} if known else {}
        answer = client.call("sync", request, namespace=NAMESPACE, timeout=15)
        if "error" in answer:
            return  # without its database the server cannot tell; the next pulse, or their silence, asks again
        with self._changed:
            self.syncs += 1
            self.you = answer.get("you", self.you)
            fits = self.mirror.load(answer)
            self._changed.notify_all()
        if not fits and not whole:
            self._sync(whole=True)

    # Acting and waiting

    def command(self, type: str, timeout: float = 15, **fields: Any) -> Json:
        """Sends a command and returns its answer, whatever it is; TimeoutError without one."""
        assert self._client is not None
        body = {"id": str(uuid.uuid4()), "type": type, **fields}
        answer: Json = self._client.call("command", body, namespace=NAMESPACE, timeout=timeout)
        return answer

    def answer_since(self, epoch: str | None, since: int) -> Json:
        """What the server answers a sync from there; this screen itself takes no notice of it."""
        assert self._client is not None
        answer: Json = self._client.call("sync", {"epoch": epoch, "since": since}, namespace=NAMESPACE, timeout=15)
        return answer

    def obey(self, type: str, timeout: float = 15, **fields: Any) -> Json:
        """A command that must be obeyed."""
        answer = self.command(type, timeout, **fields)
        assert answer.get("ok"), (type, fields, answer)
        return answer

    def wait_for(self, predicate: Callable[[Screen], object], what: str = "a condition", seconds: float = 30) -> Screen:
        """Returns once the predicate holds; AssertionError when it does not come to that, or when this client broke."""
        with self._changed:
            held = self._changed.wait_for(lambda: self.errors or predicate(self), seconds)
        if self.errors:
            raise AssertionError(f"the {self.screen} client broke") from self.errors[0]
        if not held:
            raise AssertionError(
                f"{self.screen}: {what}: not within {seconds} s; it stands at {self.mirror.to}, "
                f"{len(self.frames)} frames, {len(self.pulses)} pulses, {self.syncs} syncs, connected: {self.connected}"
            )
        return self

    def caught_up(self, to: int, seconds: float = 30) -> Screen:
        return self.wait_for(lambda s: s.mirror.to >= to, f"number {to}", seconds)

    def differences(self, other: Screen) -> list[str]:
        """Where this picture is not the other's, both as of one event: the background may tell of more meanwhile."""
        while True:
            latest = max(self.mirror.to, other.mirror.to)
            self.caught_up(latest)
            other.caught_up(latest)
            with self._changed, other._changed:
                if self.mirror.to == other.mirror.to:
                    return self.mirror.differences(other.mirror)
