"""A channel's only way to its network: HTTP with time limits, whose failures say whether anything may have happened."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ssl import SSLCertVerificationError
from typing import Any, Literal
from urllib.parse import urljoin

import requests
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from live.channels import outgoing, unreached
from live.channels.outgoing import NotAllowed
from live.channels.webhook import without
from live.runtime.tasks import within

CONNECT = 5.0
"""Seconds to reach a network."""

PATIENCE = 20.0
"""Seconds of silence after which an answer is given up."""

UPLOADING = 60.0
"""Seconds of silence while a file is handed over."""

LARGEST = 1024 * 1024
"""Bytes of an answer, unpacked."""

MOVED = (301, 302, 303, 307, 308)
MOVES = 3
"""Times that an address may have moved."""

LONGEST_WAIT = 3600.0
"""Seconds for which a network's own word on when to come again is believed."""


NO_ADDRESS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema)


class Failed(Exception):
    """A network did not do what it was asked.

    `later`: it is known that nothing was done, and may be done another time; `wait` are the seconds that the network
    asks for, during which it wants to hear nothing at all of this channel. `never`: it is refused for good. `unsure`:
    the request went out and nobody knows what became of it. `reason` is a sentence for a person, translated where it is
    shown; `detail` what the network itself said. `status` and `response` are what it answered, where that was a
    refusal: its file may know better what that means.
    """

    status: int | None = None
    response: Any = None

    def __init__(
        self, kind: Literal["later", "never", "unsure"], reason: str, wait: float | None = None, detail: str = ""
    ) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason
        self.wait = None if wait is None else min(max(wait, 0.0), LONGEST_WAIT)
        self.detail = detail[:300]

    @property
    def code(self) -> str | None:
        """The number that the network answered with, without its words: they may name somebody. For a log."""
        found = re.match(r"[A-Z]+ [0-9]{3}\b", self.detail)
        return found[0] if found else None

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else self.reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


class Http:
    """One network's HTTP. Each request has a connection of its own: on a kept one that has died nobody could tell
    whether the request was heard. Nothing is redirected, so that a token goes nowhere else; and where an answer repeats
    one of the `secrets`, as an error may, it is left out: an error is logged, stored and shown. A token goes by https
    alone; `needs_https` is False where none goes along. `of_stranger`: its addresses are what strangers have sent."""

    def __init__(
        self, base: str, secrets: Sequence[str] = (), needs_https: bool = True, of_stranger: bool = False
    ) -> None:
        self._base = base.rstrip("/")
        self._secrets = secrets
        self._session = outgoing.session(needs_https, of_stranger)
        self._session.headers["Connection"] = "close"

    def get(self, path: str, query: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return self.call("GET", path, params=query, **more)

    def post(self, path: str, form: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return self.call("POST", path, data=form, **more)

    def call(self, method: str, path: str, *, patience: float = PATIENCE, **more: Any) -> Any:
        """The JSON that is answered; `path` may be a whole address. `Failed` for any status but 200s."""
        url = path if path.startswith(("http://", "https://")) else f"{self._base}/{path.lstrip('/')}"
        answer = self._request(method, url, patience, LARGEST, **more)
        if not 200 <= answer.status_code < 300:
            raise self._with_answer(refused(answer), answer)
        try:
            return self._json(answer)
        except (ValueError, RecursionError):
            raise Failed("unsure", "The network's answer cannot be read.") from None

    def fetch(self, url: str, headers: Mapping[str, str], most: int, *, patience: float = PATIENCE) -> Answer:
        """What stands at an address, as it is: 200, or 304 where the headers ask whether it is another by now.

        A moved one is followed, each address judged as the first; `Failed` for every other status, and beyond `most`.
        """
        for _ in range(MOVES + 1):
            answer = self._request("GET", url, patience, most, headers=headers)
            if answer.status_code not in MOVED:
                break
            url = urljoin(url, answer.headers.get("Location", ""))
        if answer.status_code not in (200, 304):
            raise refused(answer)
        return answer

    def tell(self, url: str, body: bytes | None, headers: Mapping[str, str], *, patience: float = PATIENCE) -> None:
        """Post a body to somebody whose answer is of no interest beyond its status. `Failed` for any but 200s.

        Without a body the address alone says it: it is asked for.
        """
        answer = self._request("GET" if body is None else "POST", url, patience, 0, data=body, headers=headers)
        if not 200 <= answer.status_code < 300:
            failed = refused(answer)
            failed.status = answer.status_code
            raise failed

    def _request(self, method: str, url: str, patience: float, most: int, **more: Any) -> Answer:
        """The answer with `most` bytes of its body, `Failed` where there are more; 0 leaves the body alone."""
        options: dict[str, Any] = {"timeout": (CONNECT, patience), "allow_redirects": False, "stream": True}
        end = time.monotonic() + CONNECT + patience
        try:
            with within(CONNECT + patience), self._session.request(method, url, **options, **more) as response:
                return Answer(response.status_code, response.headers, _read(response, most, end) if most else b"")
        except NotAllowed:
            raise Failed("never", "This server may not reach that address.") from None
        except TimeoutError:
            raise Failed("unsure", "The network did not answer.", None, "deadline") from None
        except requests.RequestException as error:
            raise _failed(error) from None  # The error's text may hold the address, and the address a token.

    def _json(self, answer: Answer) -> Any:
        return without(self._secrets, answer.json())

    def _with_answer(self, failed: Failed, answer: Answer) -> Failed:
        failed.status = answer.status_code
        try:
            failed.response = self._json(answer)
        except (ValueError, RecursionError):
            failed.response = None
        return failed


class TooLarge(Failed):
    """The answer is larger than was asked for; the rest of it was not read."""

    def __init__(self) -> None:
        super().__init__("unsure", "The network's answer is too large.")


def _read(response: requests.Response, most: int, end: float) -> bytes:
    """The body, piece by piece as it comes, so that one that drips is not waited for beyond `end`."""
    content = bytearray()
    try:
        while piece := response.raw.read1(64 * 1024, decode_content=True):
            content += piece
            if len(content) > most:
                raise TooLarge
            if time.monotonic() > end:
                raise TimeoutError
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    return bytes(content)


def refused(answer: Answer) -> Failed:
    """What a status says of whether something was done."""
    detail = f"HTTP {answer.status_code}"
    if answer.status_code in (429, 503):
        return Failed("later", "The network is busy.", _seconds(answer.headers.get("Retry-After")), detail)
    if answer.status_code >= 500:
        return Failed("unsure", "Something broke at the network.", None, detail)
    if answer.status_code in (401, 403):
        return Failed("never", "The network does not accept the token.", None, detail)
    return Failed("never", "The network does not take this request.", None, detail)


def _failed(error: requests.RequestException) -> Failed:
    if isinstance(error, NO_ADDRESS):
        return Failed("never", "The network's address is none.")
    cause: Any = error.args[0] if error.args else None
    reason: Any = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return Failed("later", "The network cannot be reached.", None, unreached.why(reason))
    if any(isinstance(inner, SSLCertVerificationError) for inner in getattr(reason, "args", ())):
        return Failed("later", "The network cannot prove who it is.", None, "certificate")
    return Failed("unsure", "The network did not answer.", None, unreached.why(error))


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
