"""Who may use which route. Every handler is declared with `allow`; one that is not answers nobody.

What the body or the query holds is read before rights are looked at: errors come in the protocol's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, current_app, g, request

from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.views.admin.credentials import Credential, actor
from live.views.screens import BROADCAST_SCREENS, SCREENS
from live.web.limits import may_happen
from live.web.services import services
from live.web.sessions import present_device
from live.web.sessions import proved as password_typed_lately

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC: frozenset[Role] = frozenset()
"""Declared for everybody: forms, hooks (which prove themselves by their own secret) and health."""

SEEING = frozenset().union(*(s.roles for s in BROADCAST_SCREENS))
"""Every role that some screen of a broadcast is for: everybody but a source."""


def allow(
    roles: Iterable[Role],
    *,
    reads: Callable[[], Any] | None = None,
    cookie: bool = False,
    address: bool = False,
    screen: str | None = None,
    reading: bool = False,
    person: bool = False,
    proved: bool = False,
) -> Callable[[View], View]:
    """Declare who may use a route. `reads` parses the request first, into `g.body`.

    Bearer keys always count. So do, where said, the `cookie` of a sign-in or a link (for pages, and for reading), and a
    token in the `address` (?token=), for machines that can send no header and keep no cookie. With a `slug` in the
    path the roles are those held in that broadcast. The holder stands in `g.actor`. A link is good for its own
    `screen` alone. With `reading` a broadcast is read through the widest screen that its reader may open, which stands
    in `g.screen`. With `person` it is for whoever has signed in, whatever their roles: their number is `g.account`.
    With `proved` a person has typed the password lately.
    """
    allowed = frozenset(roles)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response | Any:
            if reads is not None:
                g.body = reads()
            if person:
                g.account = _signed_in()
            if allowed:
                credentials = request_credentials(cookie, address)
                g.actor = _holder(credentials, allowed, kwargs.get("slug"), screen, reading)
                if proved:
                    ask_for_proof()
            return view(*args, **kwargs)

        declared: Any = guarded
        declared.allowed, declared.screen = allowed, screen
        declared.by_cookie, declared.by_address = cookie, address
        declared.reads, declared.person = reads, person
        return cast(View, declared)

    return declare


class Unproved(Refused):
    """Rights are given to others here: the password is asked for again."""

    def __init__(self) -> None:
        super().__init__("forbidden", "Confirm with your password that it is you.")


def ask_for_proof() -> None:
    """`Unproved` for a person who has typed no password lately; a key and a link have none."""
    if g.actor.account is not None and not password_typed_lately():
        raise Unproved


def _signed_in() -> int:
    account_id = present_device().account_id
    if account_id is None:
        raise Refused("unauthorized", "Sign in, or send a key that is known.")
    return account_id


def _holder(
    credentials: list[Credential], allowed: frozenset[Role], slug: str | None, screen: str | None, reading: bool
) -> Actor:
    if not credentials:
        raise Refused("unauthorized", "Sign in, or send a key that is known.")
    if slug == TICKETS:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    broadcast_id = None if slug is None else services().queries.broadcast_id(slug)
    for through in BROADCAST_SCREENS if reading else [SCREENS.get(screen or "")]:
        holder = actor(credentials, broadcast_id, through.name if through else screen)
        if holder is not None and holder.may(through.roles & allowed if through and reading else allowed):
            g.screen = through
            return holder
    if any(_by_its_own_screen(one, broadcast_id, allowed) for one in credentials):
        raise Refused("forbidden", "The link you came by opens one screen alone, not this one. Sign in to open it.")
    raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(allowed))


def _by_its_own_screen(credential: Credential, broadcast_id: int | None, allowed: frozenset[Role]) -> bool:
    """Whether it is a link whose role would do, but for another screen: then the role is not what is missing."""
    if credential.screen is None:
        return False
    holder = actor([credential], broadcast_id, credential.screen)
    return holder is not None and holder.may(allowed)


def may_open(endpoint: str, credentials: list[Credential], broadcast_id: int | None) -> bool:
    """Whether the route behind `endpoint` would let these in; a link is good for its own screen alone."""
    view: Any = current_app.view_functions[endpoint]
    holder = actor(credentials, broadcast_id, view.screen)
    return holder is not None and holder.may(view.allowed)


def request_credentials(cookie: bool, address: bool = False) -> list[Credential]:
    """What this request proves itself with: its Bearer key, its address, or what the device has signed in with."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        return _of_token(token.strip()) if scheme.lower() == "bearer" else []
    if address and "token" in request.args:
        return _of_token(request.args["token"])
    return device_credentials() if cookie else []


def _of_token(token: str) -> list[Credential]:
    found = services().credentials.of_token(token)
    if found and found.rate and not may_happen(found.rate, found.id):
        times = found.rate.split()[0]
        raise Refused("too_many", "This key may be used {times} times a minute. Wait a little.", times=times)
    return [found] if found else []


def device_credentials() -> list[Credential]:
    """What the cookie of this device stands for, the newest link first, and last whoever has signed in on it."""
    return present_device().credentials
