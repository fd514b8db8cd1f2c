"""The administrator's verbs on the networks' channels: add one, change, move, pause, subscribe, test and close it.

Secrets come in by these and never go out again: what is stored is sealed, and refusals and logs name settings, never
what they hold.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from live.channels import TYPES, Channel, Failed, Http, Setting, Subscribes, check, http_of
from live.channels.outgoing import check_reachable
from live.channels.webhook import chosen
from live.domain import broadcast as rules
from live.domain.audit import Act
from live.domain.people import By
from live.domain.refused import Refused
from live.runtime.tasks import Promise, Unfinished, spawn
from live.store.centre import audit, channels
from live.store.followup import outbox
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

LONGEST = 4000
"""Characters of a setting."""

LONGEST_TITLE = 200

PATIENCE = 40.0
"""Seconds in which a network has to say whether a channel works."""

KEY = re.compile(r"[0-9a-f]{36}")
LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has typed of a channel. A secret that is left empty stays as it is.

    `made`: the secrets of ours to be made anew; `dropped`: those to be taken away.
    """

    title: str = ""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    made: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()


def new_key() -> str:
    """What tells a new channel's hook from all others. A dash at its beginning would be an option on a command line."""
    return secrets.token_hex(18)


def new_secret() -> str:
    """A secret of letters and digits alone, which every network takes."""
    return "".join(secrets.choice(LETTERS) for _ in range(32))


def add_channel(store: Store, type_: str, key: str, slug: str, wanted: Wanted, by: By) -> tuple[int, dict[str, str]]:
    """The new channel's id, and the secrets that were made for it, to be shown once.

    `conflict` where the key is taken: then the same form has come before.
    """
    network = TYPES.get(type_)
    if network is None:
        raise Refused("not_found", "There is no such network.")
    if not KEY.fullmatch(key):
        raise Refused("invalid", "The form is out of date. Open it anew.")
    title, (settings, made) = _title(wanted), _settings(network, wanted, {})
    with store.write() as tx:
        broadcast_id = _takes(tx, slug)
        if channels.is_taken(tx.connection, key):
            raise Refused("conflict", "This channel is added already.")
        channel_id = channels.add(tx, type_, key, broadcast_id, settings, title)
        audit.record(tx, Act.CHANNEL_ADDED, f"channel/{channel_id}", by, type=type_, broadcast=slug)
    log.info("a channel was added", channel=type_, id=channel_id, by=by.name)
    return channel_id, made


def change_channel(store: Store, channel_id: int, version: str, wanted: Wanted, by: By) -> dict[str, str]:
    """Save its title and settings; the secrets that were made, to be shown once.

    `conflict` where it was changed since `version`.
    """
    with store.write() as tx:
        present = channels.locked(tx, channel_id)
        if version != present.version:
            raise Refused("conflict", "The channel was changed meanwhile.")
        network = TYPES.get(present.type)
        if network is None:
            raise Refused("illegal", "There is no such network any more.")
        settings, made = _settings(network, wanted, present.settings)
        channels.save(tx, channel_id, settings=settings, title=_title(wanted))
        changed = [n for n in sorted({*settings, *present.settings}) if settings.get(n) != present.settings.get(n)]
        audit.record(tx, Act.CHANNEL_CHANGED, f"channel/{channel_id}", by, settings=changed)
    log.info("a channel was changed", channel=present.type, id=channel_id, settings=changed, by=by.name)
    return made


def route_channels(store: Store, channel_ids: Sequence[int], slug: str, by: By) -> None:
    """Let these channels deliver to this broadcast from now on: all of them, or none."""
    if not channel_ids:
        raise Refused("invalid", "No channel is marked.")
    with store.write() as tx:
        broadcast_id = _takes(tx, slug)
        for channel_id in sorted(set(channel_ids)):
            channels.locked(tx, channel_id)
            channels.set_facts(tx, channel_id, broadcast_id=broadcast_id)
            audit.record(tx, Act.CHANNEL_ROUTED, f"channel/{channel_id}", by, broadcast=slug)
    log.info("channels deliver elsewhere", ids=sorted(set(channel_ids)), broadcast=slug, by=by.name)


def pause_channel(store: Store, channel_id: int, paused: bool, by: By) -> None:
    """Let a channel fetch nothing and send nothing, or let it go on. What its network brings by itself is taken."""
    with store.write() as tx:
        present = channels.locked(tx, channel_id)
        channels.set_facts(tx, channel_id, paused=paused)
        audit.record(tx, Act.CHANNEL_PAUSED if paused else Act.CHANNEL_RESUMED, f"channel/{channel_id}", by)
    log.info("a channel was paused" if paused else "a channel goes on", channel=present.type, id=channel_id, by=by.name)


def renew_path(store: Store, channel_id: int, by: By) -> None:
    """Another path for its hook: what comes by the old one, which somebody else knows, is not found from now on."""
    with store.write() as tx:
        present = channels.locked(tx, channel_id)
        channels.set_facts(tx, channel_id, key=new_key())
        audit.record(tx, Act.CHANNEL_RENEWED, f"channel/{channel_id}", by)
    log.info("a channel's hook has another path", channel=present.type, id=channel_id, by=by.name)


def close_channel(store: Store, channel_id: int, by: By) -> None:
    """Take a channel away for good, with its secrets; the questions that came by it stay, and say so.

    `illegal` while a reply waits to be sent by it, or a message that it brought waits unread: neither may be lost.
    """
    with store.write() as tx:
        present = channels.locked(tx, channel_id)
        if replies := outbox.waiting(tx.connection).get(channel_id, (0, None, None))[0]:
            raise Refused("illegal", "Replies wait to be sent by this channel: {count}.", count=replies)
        if letters := channels.dead_counts(tx.connection).get(channel_id, 0):
            raise Refused("illegal", "Messages of this channel wait unread below: {count}.", count=letters)
        channels.close(tx, channel_id, new_key())
        audit.record(tx, Act.CHANNEL_CLOSED, f"channel/{channel_id}", by, type=present.type)
    log.info("a channel was closed", channel=present.type, id=channel_id, by=by.name)


Ask = Callable[[channels.Channel], str]
"""Asks a channel's network: a sentence, or `Failed`."""


def ask_network(store: Store, channel_id: int, address: str) -> str:
    """What works of a channel, as one sentence of its network's file; `Failed` says what does not.

    `address`: the whole one of its hook, where the network should bring what is new.
    """
    return _asked(store, channel_id, lambda channel: _works(channel, address))


def subscribe_channel(store: Store, channel_id: int, address: str, by: By) -> str:
    """Ask its network to bring what is new to this address, and no more to earlier paths of the same hook."""
    told = _asked(store, channel_id, lambda channel: _subscribed(channel, address))
    with store.write() as tx:
        audit.record(tx, Act.CHANNEL_SUBSCRIBED, f"channel/{channel_id}", by)
    return told


def unsubscribe_channel(store: Store, channel_id: int, address: str, by: By) -> str:
    """Ask its network to bring nothing to this address any more."""
    told = _asked(store, channel_id, lambda channel: _unsubscribed(channel, address))
    with store.write() as tx:
        audit.record(tx, Act.CHANNEL_UNSUBSCRIBED, f"channel/{channel_id}", by)
    return told


def _works(channel: channels.Channel, address: str) -> str:
    told, network = check(channel.type, channel.settings), TYPES.get(channel.type)
    if not isinstance(network, Subscribes) or not channel.settings.get("token") or _asks_itself(channel):
        return told
    present = network.subscriptions(channel.settings, http_of(network, channel.settings))
    if address not in present:
        raise Failed("never", "The network brings its messages to another address.", None, ", ".join(present))
    return told


def _subscribed(channel: channels.Channel, address: str) -> str:
    network, http = _hooked(channel)
    if _asks_itself(channel):
        raise Failed("never", "The channel asks the network itself: switch that off in its settings first.")
    if not address.startswith("https://"):
        raise Failed(
            "never", "A network comes by https alone, and this server is known by another address.", None, address
        )
    network.subscribe(address, channel.settings, http)
    present = network.subscriptions(channel.settings, http)
    if address not in present:
        raise Failed("unsure", "The network has taken it, and does not name this address yet.")
    for earlier in (one for one in present if _same_hook(one, address)):
        network.unsubscribe(earlier, channel.settings, http)
    return "The network brings its messages here."


def _unsubscribed(channel: channels.Channel, address: str) -> str:
    network, http = _hooked(channel)
    network.unsubscribe(address, channel.settings, http)
    return "The network brings nothing here any more."


def _hooked(channel: channels.Channel) -> tuple[Subscribes, Http]:
    network: object = TYPES.get(channel.type)
    if not isinstance(network, Subscribes):
        raise Failed("never", "This network is told of the address in its own settings.")
    return network, http_of(TYPES[channel.type], channel.settings)


def _asks_itself(channel: channels.Channel) -> bool:
    return chosen(channel.settings, "longpoll")


def _same_hook(one: str, address: str) -> bool:
    """Whether this is another path of the same server's hooks for the same network."""
    return one != address and one.rpartition("/")[0] == address.rpartition("/")[0]


def _asked(store: Store, channel_id: int, ask: Ask) -> str:
    """By a task of its own, so that the network can be waited for no longer than anybody would."""
    with store.read() as connection:
        channel = channels.by_id(connection, store.seal, channel_id)
    promise = Promise()
    spawn(_ask, promise, channel, ask)
    try:
        return str(promise.wait(PATIENCE))
    except Unfinished:
        raise Failed("unsure", "The network did not answer.") from None


def _ask(promise: Promise, channel: channels.Channel, ask: Ask) -> None:
    try:
        promise.set_result(ask(channel))
    except Failed as failed:
        promise.set_exception(failed)
    except Exception:
        log.exception("a channel could not be tested", channel=channel.type, id=channel.id)
        promise.set_exception(Failed("never", "Something broke on our side; it is logged."))


def _takes(tx: Transaction, slug: str) -> int:
    """The id of a broadcast, locked, that a channel may deliver to: not the tickets, and none that is put away."""
    if slug == rules.TICKETS:
        raise Refused("illegal", "“{title}” takes no questions any more.", title=slug)
    [row] = tx.lock(broadcasts.get_real(tx.connection, slug).id)
    if row.state == rules.ARCHIVED.value:
        raise Refused("illegal", "“{title}” takes no questions any more.", title=row.title or slug)
    return int(row.id)


def _title(wanted: Wanted) -> str | None:
    return _line("title", " ".join(wanted.title.split()), LONGEST_TITLE) or None


def _line(name: str, typed: str, longest: int) -> str:
    """What was typed into a field of one line, without what stands around it."""
    text = typed.strip()
    if not text.isprintable():
        raise Refused("invalid", "The request holds control characters.")
    if len(text) > longest:
        raise Refused(
            "invalid",
            "The field “{field}” is too long: at most {max_length} characters fit.",
            field=name,
            max_length=longest,
        )
    return text


def _settings(network: Channel, wanted: Wanted, before: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """A channel's settings as they are wanted, and those of them that were made now."""
    known = {setting.name: setting for setting in network.SETTINGS}
    if strange := sorted(set(wanted.settings) - set(known)):
        raise Refused("invalid", "The network has no such setting: {names}.", names=strange)
    typed = {name: _line(name, wanted.settings.get(name, ""), LONGEST) for name in known}
    after, made = {name: value for name, value in before.items() if name not in known}, {}
    for name, setting in known.items():
        value = typed[name] if typed[name] or not setting.secret else _stored(setting, wanted, before)
        if setting.ours and not typed[name] and (name in wanted.made or not value):
            value = made[name] = new_secret()
        if value:
            after[name] = value
    if missing := [name for name, setting in known.items() if setting.required and name not in after]:
        raise Refused("invalid", "Without these the channel cannot work: {names}.", names=missing)
    for name, setting in known.items():
        if setting.choices and after.get(name, setting.choices[0]) not in setting.choices:
            raise Refused("invalid", "The field “{field}” has a value that is not on offer.", field=name)
    for name, setting in known.items():
        if setting.address and name in after:
            _check_address(name, after[name], needs_https=getattr(network, "NEEDS_HTTPS", True))
    _check_host(network, before, after)
    return after, made


def _stored(setting: Setting, wanted: Wanted, before: Mapping[str, str]) -> str:
    return "" if setting.name in wanted.dropped else before.get(setting.name, "")


def _check_address(name: str, address: str, needs_https: bool) -> None:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s#]*)?", address):
        raise _no_address(name)
    check_reachable(address, needs_https)


def _no_address(name: str) -> Refused:
    return Refused(
        "invalid", "The field “{field}” must be an address that begins with http:// or https://.", field=name
    )


def _check_host(network: Channel, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Another host is an address, and gets no secret that was given for the old one: who gave it may be another."""
    known, host = {setting.name: setting for setting in network.SETTINGS}, after.get("host", "")
    over_http = hasattr(network, "HOST")
    if host and not over_http and not re.fullmatch(r"[^\s/?#@:]+", host):
        raise Refused("invalid", "The field “{field}” must be the name of a server.", field="host")
    if host and over_http:
        if "?" in host or "#" in host:
            raise _no_address("host")
        _check_address("host", host, needs_https=True)
    secret_names = [name for name, one in known.items() if one.secret]
    stored = [name for name in secret_names if before.get(name) and before[name] == after.get(name)]
    if stored and host != before.get("host", ""):
        raise Refused(
            "invalid",
            "Another host gets no secret that was given for the old one. Give these anew: {names}.",
            names=stored,
        )
