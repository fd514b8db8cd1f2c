"""An understudy's line to its leader, and any server's to the others of its centre."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import requests

from live.store.sealing import key_for
from live.understudy.wal import Position

CONNECT, SILENCE = 2.0, 4.0
"""Seconds to reach a server, and of its silence: one that is asked for changes answers within half a second."""

COPYING = 600.0
"""Seconds that making a copy of a large database may take."""


class Away(Exception):
    """It does not answer, or not as one of ours."""


class Denied(Exception):
    """It answers, and refuses. The text is its own sentence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a server of this centre says that it stands: see `Succession`."""

    serves: bool
    term: int
    since: str | None

    def beats(self, other: Standing) -> bool:
        """Whether of two that serve this one is to go on: who was promoted later in the line, or else first."""
        return (-self.term, self.since or "") < (-other.term, other.since or "")


def proof(secret: str, nonce: str, standing: Standing) -> str:
    """What shows that somebody with this centre's secret has said so just now."""
    said = f"{nonce}|{standing.serves}|{standing.term}|{standing.since}"
    return hmac.new(key_for(secret, "understudy"), said.encode(), hashlib.sha256).hexdigest()


class OtherSecret(RuntimeError):
    """A server answers whose secret is another one."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} has another LIVE_SECRET_KEY than this machine: copy it from there (of an embedded database it "
            "stands in the file that ends in .secret beside it), or what is sealed could not be opened here."
        )


def ask_standing(address: str, secret: str) -> Standing:
    """How another server stands. `Away` where it says nothing, `OtherSecret` where it is of another centre."""
    nonce = secrets.token_hex(16)
    found = _json(_request("GET", f"{address}/understudy/standing", params={"nonce": nonce}))
    try:
        standing = Standing(bool(found["serves"]), int(found["term"]), found["since"])
        shown = str(found["proof"])
    except (KeyError, TypeError, ValueError):
        raise Away(f"{address} is no server of ours.") from None
    if not hmac.compare_digest(shown, proof(secret, nonce, standing)):
        raise OtherSecret(address)
    return standing


@dataclass(frozen=True, slots=True)
class Changes:
    """What the leader answers: the frames that came after a position, where they lead, and what it says of itself."""

    position: Position
    frames: bytes
    others: tuple[str, ...]
    acknowledges: bool


@dataclass(frozen=True, slots=True)
class OfferedCopy:
    id: str
    size: int
    position: Position
    page_size: int


class Line:
    """To the leader at `leader`, with the key of an administrator there. `here`: this machine's own address."""

    def __init__(self, leader: str, token: str, here: str) -> None:
        self.leader, self.here = leader, here
        self.language = "ru"
        """Of the leader's refusals: those on the understudy's page are read by the control room."""
        self._session = requests.Session()
        self._session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})

    def changes(self, position: Position, behind: float) -> Changes | None:
        """What came after a position; None where only a new copy helps."""
        body = {"address": self.here, "position": str(position), "behind": behind}
        answer = self._ask("POST", "changes", json=body)
        if answer.status_code == 409 and _json(answer).get("code") == "conflict":
            return None
        _raise_for(answer)
        heads = answer.headers
        others = tuple(one for one in heads["Live-Others"].split(",") if one)
        return Changes(
            Position.parse(heads["Live-Position"]), answer.content, others, heads["Live-Acknowledges"] == "1"
        )

    def copy(self) -> OfferedCopy:
        answer = self._ask("POST", "copies", json={"address": self.here}, timeout=(CONNECT, COPYING))
        _raise_for(answer)
        found = _json(answer)
        return OfferedCopy(found["id"], found["size"], Position.parse(found["position"]), found["page_size"])

    def piece(self, copy: OfferedCopy, offset: int) -> bytes:
        answer = self._ask("GET", f"copies/{copy.id}", params={"from": offset}, timeout=(CONNECT, 30.0))
        _raise_for(answer)
        return answer.content

    def hand_over(self) -> Position:
        """The leader writes nothing more: where it ended."""
        answer = self._ask("POST", "handover", json={"address": self.here})
        _raise_for(answer)
        return Position.parse(_json(answer)["position"])

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        query = {"lang": self.language, **more.pop("params", {})}
        return _request(method, f"{self.leader}/understudy/{path}", self._session, params=query, **more)


def _request(method: str, url: str, session: requests.Session | None = None, **more: Any) -> requests.Response:
    try:
        return (session or requests).request(
            method, url, allow_redirects=False, **{"timeout": (CONNECT, SILENCE), **more}
        )
    except requests.RequestException as error:
        raise Away(type(error).__name__) from None  # Its text may hold what was sent.


def _raise_for(answer: requests.Response) -> None:
    if answer.status_code == 200:
        return
    if answer.status_code >= 500:
        raise Away(f"it answers {answer.status_code}")
    try:
        raise Denied(str(answer.json()["detail"]))
    except (ValueError, KeyError, TypeError):
        raise Denied(f"it answers {answer.status_code}") from None


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise Away(f"it answers {answer.status_code}") from None
