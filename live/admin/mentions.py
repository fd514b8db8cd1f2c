"""The administrator's verbs on authors whose posts stay hidden: add one, show one again."""

from __future__ import annotations

import re

import structlog

from live.domain.audit import Act
from live.domain.people import Actor, By
from live.domain.refused import Refused
from live.store.centre import audit
from live.store.ids import TICKETS_LOG
from live.store.show import mentions
from live.store.transaction import Store

log = structlog.get_logger()

_PAGES = (
    (re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru)/(?:club|public)([0-9]{1,19})/?"), "vk:-{}"),
    (re.compile(r"(?:https?://)?(?:m\.)?vk\.(?:com|ru)/id([0-9]{1,19})/?"), "vk:{}"),
    (re.compile(r"(?:https?://)?(?:m\.)?ok\.ru/group/([0-9]{1,20})/?"), "ok:group:{}"),
    (re.compile(r"(?:https?://)?(?:m\.)?ok\.ru/profile/([0-9]{1,20})/?"), "ok:user:{}"),
    (re.compile(r"(?:mailto:)?([^\s@:/]{1,64}@[^\s@:/]{1,120})"), "mailto:{}"),
    (re.compile(r"https?://([a-z0-9.-]{3,120})(?:/\S*)?"), "https://{}"),
)
"""What a person may paste → how a source names that author."""

_NAMED = re.compile(r"vk:-?[0-9]{1,19}|ok:(?:group|user):[0-9]{1,20}")


def author_of(written: str) -> str:
    """An author as the sources name them; `invalid` for what is none."""
    written = written.strip().lower()
    if _NAMED.fullmatch(written):
        return written
    for page, contact in _PAGES:
        if found := page.fullmatch(written):
            return contact.format(found[1])
    raise Refused(
        "invalid",
        "“{text}” is no page of an author: a link such as vk.com/club77, an e-mail or the address of a site.",
        text=written[:60],
    )


def hide_author(store: Store, written: str, by: Actor | By) -> None:
    """Whatever this author posts is hidden as it is found. `conflict` where it is so already."""
    contact = author_of(written)
    with store.write() as tx:
        tx.lock(TICKETS_LOG)  # Two who add the same one at once are one after another.
        entry = mentions.hide_author(tx, contact, None, by.name)
        if entry is None:
            raise Refused("conflict", "This author is hidden already.")
        audit.record(tx, Act.AUTHOR_HIDDEN, f"author/{entry}", by)
    log.info("an author of mentions was hidden", id=entry, by=by.name)


def show_author(store: Store, entry: int, by: Actor | By) -> None:
    """What is found of theirs from now on stands in the tray again."""
    with store.write() as tx:
        if not mentions.show_author(tx, entry):
            raise Refused("not_found", "There is no such author, or they are shown again already.")
        audit.record(tx, Act.AUTHOR_SHOWN, f"author/{entry}", by)
    log.info("an author of mentions is shown again", id=entry, by=by.name)
