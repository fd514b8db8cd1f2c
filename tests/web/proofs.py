"""Every way to prove who one is: a key, a sign-in, a link, each good, of another broadcast, or no longer good."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from flask.testing import FlaskClient

from live.domain.people import Role
from live.protocol.links import LINKS
from live.store.centre import access
from live.views.screens import BROADCAST_SCREENS
from tests.web.house import House, csrf

PASSWORD = "верный пароль"


class Where(Enum):
    """Where its roles hold, seen from the broadcast, or the centre, that is asked for."""

    HERE = auto()
    ELSEWHERE = auto()
    NOWHERE = auto()
    """It was revoked, closed or never was."""


@dataclass(frozen=True)
class Proof:
    """A client that sends it along. `screen`: the only one that it opens, as a link's does."""

    name: str
    client: FlaskClient = field(repr=False)
    roles: frozenset[Role] = frozenset()
    where: Where = Where.HERE
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    screen: str | None = None

    @property
    def by_cookie(self) -> bool:
        return not self.headers

    @property
    def page_token(self) -> str:
        return csrf(self.client.get("/login", headers={"Accept": "text/html"}).text)


def browser(house: House) -> FlaskClient:
    """One at an address of its own: some routes count how often one address tries."""
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"2001:db8:7:{uuid.uuid4().hex[:4]}::1"
    return client


def cookies(client: FlaskClient) -> dict[str, str]:
    """What this browser sends along with everything."""
    with client.session_transaction() as session:
        assert session  # Else there is nothing to send.
    named = (client._cookies or {}).values()
    return {"Cookie": "; ".join(f"{cookie.key}={cookie.value}" for cookie in named)}


class Proofs:
    """Each way for one show, or for the centre (None); `other` is the broadcast that it must not reach from."""

    def __init__(self, house: House, show: str | None, other: str) -> None:
        self.house, self.show, self.other = house, show, other
        self.all = list(self._all())

    def _all(self) -> Iterator[Proof]:
        yield Proof("nothing", browser(self.house), where=Where.NOWHERE)
        yield self._key("an unknown key", "x" * 43, Where.NOWHERE)
        for role in Role:
            yield self._key(f"a key: {role}", self.house.key(self.show, role), roles=frozenset({role}))
            yield self._signed_in(f"a sign-in: {role}", self.show, Where.HERE, role)
            yield self._signed_in(f"a sign-in elsewhere: {role}", self.other, Where.ELSEWHERE, role)
        yield self._revoked_key()
        yield self._closed_account()
        if self.show is not None:
            for name, link in LINKS.items():
                yield self._link(f"a link: {name}", self.show, link.screen, link.role)
                yield self._link(f"a link elsewhere: {name}", self.other, link.screen, link.role, Where.ELSEWHERE)
                yield self._revoked_link(f"a revoked link: {name}", link.screen, link.role)

    def _key(self, name: str, token: str, where: Where = Where.HERE, roles: frozenset[Role] = frozenset()) -> Proof:
        return Proof(name, browser(self.house), roles, where, {"Authorization": f"Bearer {token}"})

    def _revoked_key(self) -> Proof:
        token = self.house.key(self.show, *Role)
        proof = self._key("a revoked key of every role", token, Where.NOWHERE)
        self.house.revoke(token)
        return proof

    def _signed_in(self, name: str, slug: str | None, where: Where, *roles: Role) -> Proof:
        client, login = browser(self.house), f"user-{uuid.uuid4().hex[:10]}"
        self.house.user(login, PASSWORD, *roles, slug=slug)
        answer = self.house.sign_in(client, login, PASSWORD)
        assert answer.status_code == 302, answer.text
        return Proof(name, client, frozenset(roles), where)

    def _closed_account(self) -> Proof:
        proof = self._signed_in("a sign-in whose account was closed", self.show, Where.NOWHERE, *Role)
        with self.house.store.write() as tx:
            newest = access.all_accounts(tx.connection)
            access.set_facts(tx, max(row.id for row in newest), active=False)
        return proof

    def _link(self, name: str, slug: str, screen: str, role: Role, where: Where = Where.HERE) -> Proof:
        client = browser(self.house)
        assert client.get(f"/in/{self.house.key(slug, role, screen=screen)}").status_code == 302
        return Proof(name, client, frozenset({role}), where, screen=screen)

    def _revoked_link(self, name: str, screen: str, role: Role) -> Proof:
        client, token = browser(self.house), self.house.key(self.show, role, screen=screen)
        client.get(f"/in/{token}")
        self.house.revoke(token)
        return Proof(name, client, where=Where.NOWHERE, screen=screen)


def answer(view: Any, proof: Proof, in_a_show: bool, from_elsewhere: frozenset[Role]) -> int:
    """What the view's declaration has for such a caller: 200 where it is let in, else 401 or 403.

    `from_elsewhere`: the roles that reach it though they are held in some other broadcast.
    """
    if proof.where is Where.NOWHERE or (proof.by_cookie and not view.by_cookie):
        return 401
    if proof.where is Where.ELSEWHERE:
        return 200 if not in_a_show and proof.screen is None and proof.roles & from_elsewhere else 403
    allowed = view.allowed if proof.screen is None else _of_its_screen(view, proof.screen)
    return 200 if proof.roles & allowed else 403


def _of_its_screen(view: Any, screen: str) -> frozenset[Role]:
    """Whom a link to this screen lets in: where a route only reads, through that very screen."""
    if view.reading:
        return frozenset().union(*(one.roles & view.allowed for one in BROADCAST_SCREENS if one.name == screen))
    return view.allowed if view.screen == screen else frozenset()
