"""What goes out to a machine of the control room: made of a signal and of what is known, and sent.

A packet over UDP is sent and forgotten, as its machines expect; a request's answer is waited for; what OBS is asked for
goes by a line that stands.
"""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote

from live.channels import Failed, outgoing, unreached
from live.channels.control import osc_out, tsl
from live.channels.control.obs import session as obs
from live.channels.control.obs.session import Ask, Obs
from live.channels.http import Http
from live.domain.characters import one_line
from live.domain.control.signals import PLACEHOLDERS, Signal, Values, Way, fill
from live.runtime.tasks import within

PLACE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+):([0-9]{1,5})")
ADDRESS = re.compile(r"https?://[^\s/?#@{}]+([/?][^\s#]*)?")
"""A host with a port; the address of a request, in whose host nothing is put in."""

PATIENCE = 5.0
"""Seconds in which a machine has to answer a request."""

LOOK_UP = 1.0
"""Seconds in which a name has to be found."""


@dataclass(frozen=True, slots=True)
class Packet:
    host: str
    port: int
    data: bytes

    def send(self) -> None:
        """`Failed` where it cannot leave; whether it arrives nobody knows."""
        try:
            with within(LOOK_UP):
                where, *_ = outgoing.policy.addresses(self.host, self.port, bare=False)
            with socket.socket(socket.AF_INET6 if ":" in where else socket.AF_INET, socket.SOCK_DGRAM) as out:
                out.setblocking(False)
                out.sendto(self.data, (where, self.port))
        except outgoing.NotAllowed:
            raise Failed("never", "This server may not reach that address.") from None
        except (OSError, TimeoutError) as error:
            raise Failed("later", "The machine cannot be reached.", None, unreached.why(error)) from None


@dataclass(frozen=True, slots=True)
class Request:
    """`body` is None where the address alone says it."""

    url: str
    body: bytes | None
    kind: str

    def send(self) -> None:
        """`Failed` for any answer but a 200."""
        headers = {} if self.body is None else {"Content-Type": f"{self.kind}; charset=utf-8"}
        Http("", needs_https=False).tell(self.url, self.body, headers, patience=PATIENCE)


def made(signal: Signal, values: Values) -> Packet | Request:
    """What a signal says now; `Failed` where that is nothing that can be sent."""
    if signal.way is Way.HTTP:
        return _request(signal, values)
    address = fill(signal.address, values)
    if not osc_out.is_address(address):
        raise Failed("never", "What is put into the address of OSC cannot stand there.")
    return _packet(signal, osc_out.message(address, osc_out.arguments(fill(signal.text, values))))


def tally(signal: Signal, lit: bool, values: Values) -> Packet:
    """A tally lamp's packet, as it stands now."""
    name = fill(signal.text, values)
    if signal.way is Way.TSL_3:
        return _packet(signal, tsl.packet_3(signal.display, 1 << (signal.lamp - 1) if lit else 0, name))
    return _packet(signal, tsl.packet_5(signal.screen, signal.display, signal.lamp if lit else 0, name))


def is_json(text: str) -> bool:
    """Whether a body is JSON once something is put in: then what is put in is written as JSON has it."""
    try:
        return isinstance(json.loads(fill(text, dict.fromkeys(PLACEHOLDERS, "0"))), dict | list)
    except ValueError:
        return False


def asked(signal: Signal, values: Values, lit: bool = True) -> Ask:
    """What OBS is asked for now; `lit` is of what stands there."""
    if signal.way is Way.OBS_SCENE:
        return obs.scene(one_line(fill(signal.address, values)))
    if signal.way is Way.OBS_CHAPTER:
        return obs.chapter(one_line(fill(signal.text, values)))
    if signal.way is Way.OBS_SOURCE:
        return obs.shown(signal.address, signal.source, lit)
    return obs.text(signal.source, fill(signal.text, values) if lit else "")


def line_to(place: str, password: str, patience: float = obs.PATIENCE) -> Obs:
    """A session with the OBS that stands there; `Failed` says why there is none."""
    return Obs(*_host_and_port(place), password, patience)


def _packet(signal: Signal, data: bytes) -> Packet:
    return Packet(*_host_and_port(signal.place), data)


def _host_and_port(place: str) -> tuple[str, int]:
    found = PLACE.fullmatch(place)
    if found is None:
        raise Failed("never", "The address of this signal is none.")
    return found[1].strip("[]"), int(found[2])


def _request(signal: Signal, values: Values) -> Request:
    url = fill(signal.place, values, lambda value: quote(value, safe=""))
    if not ADDRESS.fullmatch(url):
        raise Failed("never", "The address of this signal is none.")
    if not signal.text.strip():
        return Request(url, None, "")
    if is_json(signal.text):
        return Request(url, fill(signal.text, values, _in_json).encode(), "application/json")
    return Request(url, fill(signal.text, values).encode(), "text/plain")


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
