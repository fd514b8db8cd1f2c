"""The verbs on broadcasts as such: make one or a series, change its settings, delete it while nobody has asked there.

What moves one from state to state is the desk's (live/desk/run.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from live.admin.centre import checked_line, checked_zone
from live.domain import broadcast as rules
from live.domain.audit import Act
from live.domain.characters import UNFIT, visible, with_plain_lines
from live.domain.followup import recording
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.transitions import check_version
from live.protocol.commands.broadcasts import Edit
from live.store.centre import audit, channels
from live.store.centre.settings import centre_zone
from live.store.commands import BUS
from live.store.followup import clocks
from live.store.rows import Connection, Row
from live.store.show import broadcasts, links
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

LONGEST_TITLE = 200
LONGEST_TEXT = 1000
"""Characters of what the form says above the questions, and once one was sent."""

PAGE = re.compile(r"https?://[^/?#\s]+(/[!-~]*)?")

SHOWN = frozenset({"head_sees_contacts", "names_on_air"})
"""Settings by which screens show of a question more or less."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person says of a broadcast, as it was written; nothing of it is checked yet.

    `zone` empty: the centre's. `standing`: the slug of the one behind it. `head_sees_contacts`, and `names_on_air` of
    residents who agreed to it; what its form says: `greeting`, `thanks`, `policy_url`, and `operator` of the data.
    """

    title: str
    head: str = ""
    starts: datetime | None = None
    minutes: int = 120
    zone: str = ""
    standing: str | None = None
    head_sees_contacts: bool = False
    names_on_air: bool = True
    greeting: str = ""
    thanks: str = ""
    policy_url: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """So many shows at the same hour, `repeat` apart."""

    repeat: rules.Repeat
    count: int


def add_broadcast(
    store: Store,
    slug: str,
    kind: rules.Kind,
    wanted: Settings,
    by: By,
    *,
    series: Series | None = None,
    channel_ids: Sequence[int] = (),
    past: bool = False,
) -> list[str]:
    """A show that is planned, or a series of them with their days in title and slug; or an open standing broadcast.

    The slugs, in order. `channel_ids` deliver to the first of them from now on. `past`: it may have been long ago.
    """
    with store.write() as tx:
        facts = _facts(tx, wanted)
        added = []
        for one, title, starts_at in _planned(slug, facts, series):
            if not rules.is_slug(one):
                raise Refused("invalid", "“{slug}” is no short name: 2 to 64 of a–z, 0–9 and hyphens.", slug=one)
            new = rules.new(one, kind)
            if starts_at is not None and not past:
                rules.check_start(new, starts_at, tx.now, ZoneInfo(facts["zone"]))
            id_ = broadcasts.add(tx, new, **{**facts, "title": title, "starts_at": starts_at})
            audit.record(tx, Act.BROADCAST_ADDED, one, by, kind=kind.value)
            added.append((one, id_))
        for channel_id in sorted(set(channel_ids)):
            _route(tx, channel_id, *added[0], by)
    log.info("broadcasts were added", slugs=[one for one, _ in added], by=by.name)
    return [one for one, _ in added]


def _planned(slug: str, facts: Mapping[str, Any], series: Series | None) -> list[tuple[str, str, datetime | None]]:
    """Slug, title and start of each that is to be made."""
    title, starts_at = facts["title"], facts["starts_at"]
    if series is None:
        return [(slug, title, starts_at)]
    if starts_at is None:
        raise Refused("invalid", "A series needs the start of its first show.")
    if not 2 <= series.count <= rules.LONGEST_SERIES:
        raise Refused("invalid", "A series has 2 to {most} shows.", most=rules.LONGEST_SERIES)
    first = starts_at.astimezone(ZoneInfo(facts["zone"]))
    days = rules.days_of(first.date(), series.repeat, series.count)
    return [
        (f"{slug}-{day.isoformat()}", f"{title}, {day:%d.%m.%Y}", datetime.combine(day, first.timetz())) for day in days
    ]


def _route(tx: Transaction, channel_id: int, slug: str, broadcast_id: int, by: By) -> None:
    try:
        channels.locked(tx, channel_id)
    except Refused:
        raise Refused(
            "conflict", "A channel that was marked is not there any more, and nothing was made. Look at those that are."
        ) from None
    channels.set_facts(tx, channel_id, broadcast_id=broadcast_id)
    audit.record(tx, Act.CHANNEL_ROUTED, f"channel/{channel_id}", by, broadcast=slug)


def save_broadcast(store: Store, slug: str, version: int, wanted: Settings, by: By) -> None:
    """All of its settings; `conflict` where it was changed since `version`. A standing one has only its own."""
    with store.write() as tx:
        row = _locked(tx, slug, version)
        facts = _facts(tx, wanted)
        if row.kind == rules.Kind.STANDING.value:
            facts = {name: value for name, value in facts.items() if name not in rules.OF_SHOWS}
        changed = _change(tx, row, facts, by)
        audit.record(tx, "broadcast.edit", slug, by, changed=changed)
    log.info("a broadcast was changed", slug=slug, changed=changed, by=by.name)


@BUS.handles("broadcast.edit")
def edit(tx: Transaction, broadcast: Row[Any], body: Edit, by: By) -> dict[str, Any]:
    """Those settings that the command names."""
    if body.version is not None:
        check_version(broadcasts.to_domain(broadcast), body.version)
    said = body.model_fields_set
    for name in ("title", "head", "minutes", "item_seconds", "zone"):
        if name in said and getattr(body, name) is None:
            raise Refused("invalid", "The field “{field}” is empty.", field=name)
    facts: dict[str, Any] = {}
    if body.title is not None:
        facts["title"] = _title(body.title)
    if body.head is not None:
        facts["head_name"] = checked_line(body.head, LONGEST_TITLE)
    if "starts" in said:
        facts["starts_at"] = body.starts
    if body.minutes is not None:
        facts["minutes"] = body.minutes
    if body.item_seconds is not None:
        facts["item_seconds"] = body.item_seconds
    if body.zone is not None:
        facts["zone"] = checked_zone(body.zone)
    if "standing" in said:
        facts["standing_id"] = _standing_id(tx.connection, body.standing) if body.standing else None
    if "recording" in said:
        facts["recording_url"] = recording.checked(body.recording) if body.recording else None
    if "recording_starts" in said:
        facts["recording_at"] = body.recording_starts
    _change(tx, broadcast, facts, by)
    return {"version": broadcasts.by_id(tx.connection, broadcast.id).version}


def delete_broadcast(store: Store, slug: str, version: int, by: By) -> None:
    """It is gone, with its links; `illegal` once somebody has asked or called there, or while something leads to it."""
    with store.write() as tx:
        row = _locked(tx, slug, version)
        rules.check_deletable(broadcasts.to_domain(row))
        if not broadcasts.is_empty(tx.connection, row):
            raise Refused("illegal", "Somebody has asked or called here already: it can be archived, not deleted.")
        rules.check_unused(*broadcasts.led_here(tx.connection, row.id))
        broadcasts.remove(tx, row.id)
        audit.record(tx, Act.BROADCAST_DELETED, slug, by)
    log.info("a broadcast was deleted", slug=slug, by=by.name)


def _locked(tx: Transaction, slug: str, version: int) -> Row[Any]:
    [row] = tx.lock(broadcasts.get_real(tx.connection, slug).id)
    check_version(broadcasts.to_domain(row), version)
    return row


def _change(tx: Transaction, row: Row[Any], facts: Mapping[str, Any], by: By) -> list[str]:
    """Write those columns that become others, and tell every screen; their names. Nothing where none does."""
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not changed:
        return []
    present = broadcasts.to_domain(row)
    change = rules.edit(present, changed, anew=not SHOWN.isdisjoint(changed))
    zone, starts_at = changed.get("zone", row.zone), changed.get("starts_at", row.starts_at)
    if changed.get("starts_at") is not None:
        rules.check_start(present, starts_at, tx.now, ZoneInfo(zone))
    if changed.get("standing_id") == row.id:
        raise Refused("invalid", "A broadcast does not stand behind itself.")
    broadcasts.save(tx, row.id, change.after)
    broadcasts.set_facts(tx, row.id, **changed)
    tx.append(row.id, change.events, by)
    if not rules.PLANNING.isdisjoint(changed):
        minutes = changed.get("minutes", row.minutes)
        links.prolong(tx, row.id, rules.links_end(present.kind, row.aired_at or starts_at, minutes, tx.now))
    if "zone" in changed:
        clocks.begin_anew(tx)
    return sorted(changed)


def _facts(tx: Transaction, wanted: Settings) -> dict[str, Any]:
    """The columns of what was written; `invalid` for what cannot be."""
    if wanted.minutes not in rules.MINUTES:
        raise Refused("invalid", "A show lasts 1 to {most} minutes.", most=rules.MINUTES[-1])
    policy = wanted.policy_url.strip()
    if policy and not PAGE.fullmatch(policy):
        raise Refused(
            "invalid", "“{text}” is no address of a page, such as https://raion.example/policy.", text=policy[:60]
        )
    return {
        "title": _title(wanted.title),
        "head_name": checked_line(wanted.head, LONGEST_TITLE),
        "starts_at": wanted.starts,
        "minutes": wanted.minutes,
        "zone": checked_zone(wanted.zone) if wanted.zone.strip() else centre_zone(tx.connection),
        "standing_id": _standing_id(tx.connection, wanted.standing) if wanted.standing else None,
        "head_sees_contacts": wanted.head_sees_contacts,
        "names_on_air": wanted.names_on_air,
        "greeting": _text(wanted.greeting),
        "thanks": _text(wanted.thanks),
        "policy_url": policy or None,
        "operator": checked_line(wanted.operator, LONGEST_TITLE) or None,
    }


def _title(written: str) -> str:
    title = checked_line(written, LONGEST_TITLE)
    if not title:
        raise Refused("invalid", "Give the broadcast a title.")
    return title


def _text(written: str) -> str | None:
    """Lines of a page; None where there are none."""
    text = with_plain_lines(visible(written)).strip()
    if len(text) > LONGEST_TEXT:
        raise Refused("invalid", "A text on the form has at most {most} characters.", most=LONGEST_TEXT)
    if UNFIT.search(text):
        raise Refused("invalid", "The request holds control characters.")
    return text or None


def _standing_id(connection: Connection, slug: str) -> int:
    row = broadcasts.get(connection, slug)
    if row.kind != rules.Kind.STANDING.value:
        raise Refused("invalid", "“{slug}” is no standing broadcast.", slug=slug)
    if row.state == rules.ARCHIVED.value:
        raise Refused("invalid", "The standing broadcast “{slug}” takes nothing any more.", slug=slug)
    return int(row.id)
