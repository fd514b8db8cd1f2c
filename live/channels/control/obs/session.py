"""A session with OBS, as obs-websocket 5 has it: introduced by the password, then requests with an answer each.

The specification is docs/generated/protocol.md of obsproject/obs-websocket. The password itself is never sent.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from live.channels import Failed, unreached
from live.channels.control.obs.websocket import Ended, NoWebsocket, Silent, Websocket
from live.channels.outgoing import NotAllowed

PATIENCE = 5.0
"""Seconds in which OBS has to answer."""

PROTOCOL, VERSION = "obswebsocket.json", 1
HELLO, IDENTIFY, IDENTIFIED, REQUEST, RESPONSE = 0, 1, 2, 6, 7
NO_EVENTS = 0

WRONG_PASSWORD, OTHER_VERSION, SHOWN_OUT = 4009, 4010, 4011
"""Codes with which it ends a line. The last is its user's own button: then nobody may come again by themselves."""

NOT_READY, UNKNOWN_REQUEST, NOT_RUNNING, NOT_FOUND, NOT_DONE = 207, 204, 501, 600, 702

REFUSALS = {
    UNKNOWN_REQUEST: "This OBS is too old for that: chapters need version 30.2.",
    NOT_RUNNING: "OBS is not recording.",
    NOT_FOUND: "OBS has no scene or source of that name.",
    NOT_DONE: "OBS could not do it. Chapters need a recording in the format Hybrid MP4.",
}

NO_OBS = "What answers there is no OBS."
IN_TIME = "OBS did not answer in time."
BY_BUTTON = "OBS has shown us out by its button. We come again with the next show, or after a pause of all its signals."


class Broken(Failed):
    """The line to OBS is no more, or nobody knows how it stands: it has to be made anew."""


class ShownOut(Broken):
    """Its user has ended our line there, and is not to be bothered again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. `item`: the source in the scene that it is of, whose number there is looked up first."""

    kind: str
    data: Mapping[str, Any]
    item: str = ""


def scene(name: str) -> Ask:
    return Ask("SetCurrentProgramScene", {"sceneName": name})


def chapter(name: str) -> Ask:
    return Ask("CreateRecordChapter", {"chapterName": name} if name else {})


def text(source: str, words: str) -> Ask:
    return Ask("SetInputSettings", {"inputName": source, "inputSettings": {"text": words}})


def shown(scene: str, source: str, is_shown: bool) -> Ask:
    return Ask("SetSceneItemEnabled", {"sceneName": scene, "sceneItemEnabled": is_shown}, source)


def proof(password: str, salt: str, challenge: str) -> str:
    """That we know the password, without saying it."""
    return _hashed(_hashed(password + salt) + challenge)


def _hashed(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class Obs:
    """One session. `Failed` where there is none: `never` where the password is wrong; `Broken` where it has ended."""

    def __init__(self, host: str, port: int, password: str, patience: float = PATIENCE) -> None:
        self._number = 0
        try:
            self._line = Websocket(host, port, PROTOCOL, patience)
        except NotAllowed:
            raise Failed("never", "This server may not reach that address.") from None
        except NoWebsocket:
            raise Failed("never", NO_OBS) from None
        except Silent:
            raise Failed("later", IN_TIME) from None
        except Ended as ended:
            raise _ended("later", ended) from None
        except OSError as error:
            raise Failed("later", "The machine cannot be reached.", None, unreached.why(error)) from None
        try:
            self._identify(password)
        except BaseException:
            self.close()
            raise

    def do(self, ask: Ask) -> None:
        """`Failed` where OBS refuses it, `Broken` where nobody knows."""
        self._ask(ask.kind, {**ask.data, **self._item(ask)})

    def as_it_stands(self, ask: Ask) -> Ask:
        """What puts back what a text or a source's being shown is now."""
        if ask.item:
            scene, source = ask.data["sceneName"], ask.item
            found = self._ask("GetSceneItemEnabled", {"sceneName": scene, **self._item(ask)})
            return shown(scene, source, bool(found.get("sceneItemEnabled")))
        name = ask.data["inputName"]
        settings = self._ask("GetInputSettings", {"inputName": name}).get("inputSettings")
        return text(name, str(settings.get("text", "")) if isinstance(settings, dict) else "")

    def look(self) -> None:
        """`Broken` where OBS has ended the line meanwhile. Never waits."""
        try:
            self._line.look()
        except Ended as ended:
            raise _broken("later", ended) from None
        except Silent:
            raise Broken("later", IN_TIME) from None

    def beat(self) -> None:
        """See whether it is there still."""
        try:
            self._line.ping()
        except (Ended, Silent) as error:
            raise _broken("later", error) from None

    def close(self) -> None:
        self._line.close()

    def _identify(self, password: str) -> None:
        try:
            hello = self._read(HELLO, self._line.until())
            said: dict[str, Any] = {"rpcVersion": VERSION, "eventSubscriptions": NO_EVENTS}
            if asked := hello.get("authentication"):
                if not password:
                    raise Failed("never", "This OBS asks for a password.")
                said["authentication"] = proof(password, str(asked["salt"]), str(asked["challenge"]))
            self._say(IDENTIFY, said)
            self._read(IDENTIFIED, self._line.until())
        except Silent:
            raise Failed("later", IN_TIME) from None
        except Ended as ended:
            raise _ended("later", ended) from None
        except (KeyError, TypeError, AttributeError):
            raise Failed("never", NO_OBS) from None

    def _item(self, ask: Ask) -> dict[str, Any]:
        if not ask.item:
            return {}
        found = self._ask("GetSceneItemId", {"sceneName": ask.data["sceneName"], "sourceName": ask.item})
        return {"sceneItemId": found.get("sceneItemId")}

    def _ask(self, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is answered. Answers to requests that were given up, if any came late, are passed over."""
        self._number += 1
        id_ = str(self._number)
        try:
            self._say(REQUEST, {"requestType": kind, "requestId": id_, "requestData": dict(data)})
            until = self._line.until()
            while (answer := self._read(RESPONSE, until)).get("requestId") != id_:
                continue
        except (Ended, Silent) as error:
            raise _broken("unsure", error) from None
        status = answer.get("requestStatus")
        if not isinstance(status, dict):
            raise Broken("unsure", NO_OBS)
        if status.get("result") is not True:
            raise _refused(status)
        found = answer.get("responseData")
        return found if isinstance(found, dict) else {}

    def _say(self, op: int, data: Mapping[str, Any]) -> None:
        self._line.send(json.dumps({"op": op, "d": data}))

    def _read(self, op: int, until: float) -> dict[str, Any]:
        """The next message of this kind; others are passed over."""
        while True:
            try:
                message = json.loads(self._line.receive(until))
            except (ValueError, RecursionError):
                raise Broken("unsure", NO_OBS) from None
            if isinstance(message, dict) and message.get("op") == op and isinstance(message.get("d"), dict):
                found: dict[str, Any] = message["d"]
                return found


def _refused(status: Mapping[str, Any]) -> Failed:
    code = status.get("code")
    comment = str(status.get("comment") or "")
    if code == NOT_READY:
        return Failed("later", "OBS is not ready: it begins, ends or changes its scenes.")
    if isinstance(code, int) and code in REFUSALS:
        return Failed("never", REFUSALS[code])
    return Failed("never", "OBS has refused it.", None, f"{code} {comment}".strip())


def _broken(kind: Any, error: Ended | Silent) -> Broken:
    if isinstance(error, Silent):
        return Broken(kind, IN_TIME)
    return _ended(kind, error)


def _ended(kind: Any, ended: Ended) -> Broken:
    if ended.code == WRONG_PASSWORD:
        return Broken("never", "The password of OBS is wrong.")
    if ended.code == OTHER_VERSION:
        return Broken("never", "This OBS speaks another version of obs-websocket: version 5 is needed.")
    if ended.code == SHOWN_OUT:
        return ShownOut("never", BY_BUTTON)
    return Broken(kind, "OBS has ended the line.", None, "" if ended.code is None else str(ended.code))
