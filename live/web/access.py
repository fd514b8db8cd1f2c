"""Who may use which route. Every handler is declared with `allow`; one that is not answers nobody.

What the body or the query holds is read before rights are looked at: errors come in the protocol's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, current_app, g, request

from live.domain.broadcast import TICKETS
from live.domain.people import Actor, Role, department_of
from live.domain.refused import Refused
from live.views.admin.credentials import Credential, actor, within
from live.views.feed.sections.section import Reader
from live.views.screens import BROADCAST_SCREENS, SCREENS
from live.web.csrf import check_token
from live.web.edge.allowances import Allowances
from live.web.edge.limits import may_happen
from live.web.edge.strangers import is_known
from live.web.services import services
from live.web.sessions import FactorMissing, Unproved, present_device
from live.web.sessions import proved as password_typed_lately

_NOBODY = Refused("unauthorized", "Sign in, or send a key that is known.")

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
    large: int | None = None,
    proved: bool = False,
    without_factor: bool = False,
) -> Callable[[View], View]:
    """Declare who may use a route. `reads` parses the request first, into `g.body`, which may be `large`.

    Bearer keys always count. So do, where said, the `cookie` of a sign-in or a link (for pages, and for reading; what
    changes something then needs the page's token), and a token in the `address` (?token=), for machines that can send
    no header and keep no cookie. With a `slug` in the
    path the roles are those held in that broadcast. The holder stands in `g.actor`. A link is good for its own
    `screen` alone. With `reading` a broadcast is read through the widest screen that its reader may open, which stands
    in `g.screen`; for whom it is drawn in `g.reader`. With `person` it is for whoever has signed in, whatever their
    roles: their number is `g.account`; `without_factor` too, where a role of theirs needs a second factor that they
    have not set up yet. With `proved` a person has typed the password lately.
    """
    allowed = frozenset(roles)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Response | Any:
            if reads is not None:
                if large is not None:
                    _take_up_to(large, cookie, address)
                g.body = reads()
            if person:
                g.account = _signed_in(without_factor)
                if proved and not password_typed_lately():
                    raise Unproved
            if allowed:
                g.credentials = credentials = request_credentials(cookie, address)
                if cookie and not credentials and present_device().lacks_factor:
                    raise FactorMissing
                g.actor = _holder(credentials, allowed, kwargs.get("slug"), screen, reading)
                if cookie:
                    check_token()
                if proved:
                    ask_for_proof()
                if request.method == "GET" and cookie and not request.headers.get("Authorization"):
                    _count_reading(credentials, g.actor)
                department = department_of(g.actor) if screen == TICKETS else None
                by_key = "Authorization" in request.headers and is_program(credentials, g.actor)
                g.reader = Reader(department, contacts=by_key, credentials=g.actor.may({Role.ADMIN}))
            return view(*args, **kwargs)

        declared: Any = guarded
        declared.allowed, declared.screen, declared.reading = allowed, screen, reading
        declared.by_cookie, declared.by_address = cookie, address
        declared.reads, declared.person = reads, person
        return cast(View, declared)

    return declare


def ask_for_proof() -> None:
    """`Unproved` for a person who has typed no password lately; a key and a link have none."""
    if g.actor.account is not None and not password_typed_lately():
        raise Unproved


def _signed_in(without_factor: bool) -> int:
    device = present_device()
    if device.account_id is None:
        raise _NOBODY
    if device.lacks_factor and not without_factor:
        raise FactorMissing
    return device.account_id


def _take_up_to(limit: int, cookie: bool, address: bool) -> None:
    """A larger body than others is read from whom we know alone."""
    if request_credentials(cookie, address):
        request.max_content_length = limit
    elif (request.content_length or 0) > (request.max_content_length or 0):
        raise _NOBODY


def _holder(
    credentials: list[Credential], allowed: frozenset[Role], slug: str | None, screen: str | None, reading: bool
) -> Actor:
    if not credentials:
        raise _NOBODY
    if slug == TICKETS:
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)
    broadcast_id = None if slug is None else services().queries.broadcast_id(slug)
    if slug is not None and not (credentials := within(credentials, slug)):
        raise Refused("not_found", "There is no broadcast “{slug}”.", slug=slug)  # Somebody else's practice.
    for through in BROADCAST_SCREENS if reading else [SCREENS.get(screen or "")]:
        holder = actor(credentials, broadcast_id, through.name if through else screen)
        if holder is not None and holder.may(through.roles & allowed if through and reading else allowed):
            g.screen = through
            return replace(holder, address=request.remote_addr)
    if any(_by_its_own_screen(one, broadcast_id, allowed) for one in credentials):
        raise Refused("forbidden", "The link you came by opens one screen alone, not this one. Sign in to open it.")
    raise Refused("forbidden", "This needs the role: {roles}.", roles=sorted(allowed))


def _count_reading(credentials: list[Credential], holder: Actor) -> None:
    allowances().read(next(one for one in credentials if one.id == holder.credential))


def _by_its_own_screen(credential: Credential, broadcast_id: int | None, allowed: frozenset[Role]) -> bool:
    """Whether it is a link whose role would do, but for another screen: then the role is not what is missing."""
    if credential.screen is None:
        return False
    holder = actor([credential], broadcast_id, credential.screen)
    return holder is not None and holder.may(allowed)


def is_program(credentials: list[Credential], holder: Actor) -> bool:
    """Whether who acts is a program with a key of its own: no link, and no person who signed in."""
    acting = next((one for one in credentials if one.id == holder.credential), None)
    return acting is not None and acting.id.startswith("key:") and acting.link is None and acting.screen is None


def may_open(endpoint: str, credentials: list[Credential], broadcast_id: int | None) -> bool:
    """Whether the route behind `endpoint` would let these in; a link is good for its own screen alone."""
    return opener(endpoint, credentials, broadcast_id) is not None


def opener(endpoint: str, credentials: list[Credential], broadcast_id: int | None) -> Actor | None:
    """As whom the route behind `endpoint` would let these in; None where it would not."""
    view: Any = current_app.view_functions[endpoint]
    holder = actor(credentials, broadcast_id, view.screen)
    return holder if holder is not None and holder.may(view.allowed) else None


def only_looks(endpoint: str, holder: Actor) -> bool:
    """Whether a page that somebody may open is other people's work: an administrator sees each, and runs none."""
    view: Any = current_app.view_functions[endpoint]
    return not holder.may(view.allowed - {Role.ADMIN})


def allowances() -> Allowances:
    return current_app.extensions["live.allowances"]


def request_credentials(cookie: bool, address: bool = False) -> list[Credential]:
    """What this request proves itself with: its Bearer key, its address, or what the device has signed in with."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        return token_credentials(token.strip()) if scheme.lower() == "bearer" else []
    if address and "token" in request.args:
        return token_credentials(request.args["token"])
    return device_credentials() if cookie else []


def token_credentials(token: str) -> list[Credential]:
    """What a token stands for."""
    found = services().credentials.of_token(token)
    if found is None:
        return []
    if found.rate and not may_happen(found.rate, found.id):
        times = found.rate.split()[0]
        raise Refused("too_many", "This key may be used {times} times a minute. Wait a little.", times=times)
    is_known(request.environ)
    return [found]


def device_credentials() -> list[Credential]:
    """What the cookie of this device stands for, the newest link first, and last whoever has signed in on it."""
    found = present_device().credentials
    if found:
        is_known(request.environ)
    return found
