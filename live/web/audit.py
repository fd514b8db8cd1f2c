"""What the web itself tells the audit: who came in, who left, what was refused, looked at or taken out."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

from live.admin.audit import tell
from live.domain.audit import Act, Outcome, entry
from live.domain.people import Actor
from live.feed.member import Member
from live.protocol.commands import COMMANDS, Body
from live.views.admin.credentials import Credential
from live.web.services import services

REFUSALS = {403: (Act.REFUSED, Outcome.REFUSED), 429: (Act.LIMITED, Outcome.REFUSED)}
"""Statuses that the audit hears of, whoever gave them."""

LONGEST = 100
"""Characters of a subject that the asker has chosen."""


def install(app: Flask) -> None:
    @app.after_request
    def refusals(response: Response) -> Response:
        """A stranger's request tells nobody's rights: of those the limits alone are told."""
        told = REFUSALS.get(response.status_code)
        if told is not None and ((who := _who()).credential or response.status_code == 429):
            act, outcome = told
            slug = str((request.view_args or {}).get("slug", ""))
            services().audit.add(entry(act, slug[:LONGEST], who, outcome, _asked()))
        return response


def _who() -> Actor:
    """Who asks: as the rights were found, or at least by which credential they were looked for."""
    known: list[Credential] = g.get("credentials", [])
    if "actor" in g:
        actor: Actor = g.actor
        return actor
    first = known[0] if known else None
    return Actor(first.name if first else "", frozenset(), first.id if first else "", address=request.remote_addr)


def _asked() -> dict[str, Any]:
    facts = {"method": request.method, "route": request.url_rule.rule if request.url_rule else ""}
    body = g.get("body")
    return {**facts, "command": body.type} if isinstance(body, Body) else facts


def refused_socket(credential: Credential, slug: str, screen: str) -> None:
    who = Actor(credential.name, frozenset(), credential.id, screen=screen, address=request.remote_addr)
    services().audit.add(entry(Act.REFUSED, slug[:LONGEST], who, Outcome.REFUSED, {"screen": screen}))


def refused_command(member: Member, body: Any) -> None:
    type_ = body.get("type") if isinstance(body, dict) else None
    facts = {"command": type_ if type_ in COMMANDS else None}
    services().audit.add(entry(Act.REFUSED, member.slug, member.actor, Outcome.REFUSED, facts))


def told(act: Act, subject: str, **facts: Any) -> None:
    """What this request's holder did, or is about to be shown or given: without the entry there is no answer."""
    tell(services().store, act, subject, g.actor, **facts)


def sign_in_failed(account: int | None, why: str) -> None:
    """Of an unknown login nothing is kept: people type their passwords there too."""
    credential = f"user:{account}" if account is not None else ""
    who = Actor("", frozenset(), credential, address=request.remote_addr)
    services().audit.add(entry(Act.SIGNED_IN, credential.replace(":", "/"), who, Outcome.FAILED, {"why": why}))
