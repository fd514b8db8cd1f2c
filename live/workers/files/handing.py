"""The files of a reply, handed to its network before the message that shows them; what it does not carry is a link.

Of a post on a page nothing is a link: what the network refuses to take keeps all of it from being posted.

All of it happens while the reply still waits, and what a network calls a file is committed as soon as it says so:
whoever goes on after a crash hands nothing over twice, and nobody has seen anything yet. At most once is the message's
own rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog

from live.channels import Channel, Failed, OutgoingFile, OutgoingMessage, http_of
from live.channels.capabilities import ON_THE_PAGE, Carries, Uploads
from live.store.centre import channels
from live.store.followup import outbox
from live.store.rows import Row
from live.store.show import answer_files
from live.store.storage import Storage, name_of
from live.store.transaction import Store

log = structlog.get_logger()

LINK = "Файлы к ответу: {address}/track/{code}"
BY_CODE = "Файлы к ответу — на странице вашего вопроса. Код вопроса: {code}"
"""What stands under a text whose files the network does not carry; without an address of ours, the second."""

PATIENT = 8
"""Tries after which a file that cannot be handed over is a link: about two hours, and the answer itself is late."""


class Handing:
    """`address` is how the centre is reached; without a `storage` every file is a link."""

    def __init__(self, store: Store, storage: Storage | None, address: str) -> None:
        self._store, self._storage, self._address = store, storage, address.rstrip("/")

    def messages(
        self, row: Row[Any], letter: OutgoingMessage, channel: channels.Channel, network: Channel
    ) -> Sequence[OutgoingMessage]:
        """The reply as the messages that it becomes, every file of them handed over; empty where it waits no more.

        `Failed`: not now, or (`never`) what is left of it cannot go any more. `Unreachable` where the storage is away.
        """
        if not row.files:
            return [letter]
        linked = list(row.linked or ())
        with self._store.read() as connection:
            kept = answer_files.kept(connection, row.files)
        files = tuple(self._file(kept[one]) for one in row.files if one in kept and one not in linked)
        # Once its text has gone, what goes along is settled.
        settled = bool(row.part) or letter.contact == ON_THE_PAGE
        may_link, is_tired = not settled, row.tries >= PATIENT
        whole = replace(letter, files=files, text=self._text(letter.text, row) if linked else letter.text)
        parts = self._parts(whole, channel, network, may_link, is_tired)
        if settled:
            return parts
        carried = {file.id for part in parts for file in part.files}
        if len(carried) == len(files):
            return parts
        linked += [file.id for file in files if file.id not in carried]
        log.info("a reply's files are behind a link", reply=row.id, of=len(row.files), linked=len(linked))
        with self._store.write() as tx:
            if not outbox.link(tx, row.id, linked):
                return []
        rest = tuple(file for file in files if file.id in carried)
        whole = replace(letter, files=rest, text=self._text(letter.text, row))
        return self._parts(whole, channel, network, may_link, is_tired)

    def sent(self, channel_id: int, network: Channel, part: OutgoingMessage, tokens: dict[int, str]) -> None:
        """What the network says of the files of a message that has arrived."""
        if isinstance(network, Carries):
            for file_id, token in tokens.items():
                self._keep(channel_id, file_id, network.place(part), token)

    def refused(self, channel_id: int, network: Channel, part: OutgoingMessage) -> None:
        """A message was: its files are handed over anew where somebody has it sent again."""
        if part.files and isinstance(network, Carries):
            with self._store.write() as tx:
                answer_files.forget_tokens(tx, channel_id, [file.id for file in part.files], network.place(part))

    def _parts(
        self, whole: OutgoingMessage, channel: channels.Channel, network: Channel, may_link: bool, is_tired: bool
    ) -> Sequence[OutgoingMessage]:
        """As the network cuts it; where there may be links, what it refuses to take stands in none of them."""
        if not isinstance(network, Carries) or self._storage is None or not whole.files:
            return [replace(whole, files=())]
        place, ids = network.place(whole), [file.id for file in whole.files]
        with self._store.read() as connection:
            known = answer_files.tokens(connection, channel.id, ids, place, self._store.clock())
        whole = replace(whole, files=tuple(replace(file, token=known.get(file.id)) for file in whole.files))
        taken = {file.id for part in network.parts(whole, channel.settings) for file in part.files}
        ready: list[OutgoingFile] = []
        for file in (file for file in whole.files if file.id in taken):
            try:
                ready.append(self._handed_over(file, whole, channel, network))
            except Failed as failed:
                if not may_link or not (failed.kind == "never" or is_tired):
                    raise
                log.info("a network does not take a file", file=file.id, reason=failed.reason, code=failed.code)
        return network.parts(replace(whole, files=tuple(ready)), channel.settings)

    def _handed_over(
        self, file: OutgoingFile, whole: OutgoingMessage, channel: channels.Channel, network: Any
    ) -> OutgoingFile:
        """With its token, or its contents at hand where they go with the message."""
        if file.token is not None:
            return file
        http = http_of(network, channel.settings)
        try:
            if not isinstance(network, Uploads):
                content = file.read()
                return replace(file, read=lambda: content)
            token = network.upload(file, whole, channel.settings, http)
        except Failed as failed:
            if failed.kind != "unsure":
                raise
            # Nobody has seen anything of it, whatever became of the request.
            raise Failed("later", failed.reason, failed.wait, failed.detail) from None
        self._keep(channel.id, file.id, network.place(whole), token)
        return replace(file, token=token)

    def _keep(self, channel_id: int, file_id: int, place: str, token: str) -> None:
        with self._store.write() as tx:
            answer_files.keep_token(tx, channel_id, file_id, place, token)

    def _file(self, row: Row[Any]) -> OutgoingFile:
        def read() -> bytes:
            content = self._storage.get(name_of(row.hash, row.id)) if self._storage is not None else None
            if content is None:
                raise Failed("never", "The file is not there any more.")
            return content

        return OutgoingFile(row.id, row.name, row.mime, row.size, read)

    def _text(self, written: str, row: Row[Any]) -> str:
        """With where the files are that do not go along."""
        with self._store.read() as connection:
            code = outbox.code_of(connection, row)
        link = (LINK if self._address else BY_CODE).format(address=self._address, code=code)
        return f"{written}\n\n{link}"
