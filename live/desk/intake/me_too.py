"""«+» in a chat that was told of a question asked before: the person's own is joined to it."""

from __future__ import annotations

import structlog

from live.desk.intake.further import put_to
from live.desk.intake.joining import join
from live.domain.question import NEW
from live.domain.submission import Submission
from live.language.me_too import says_me_too
from live.store.centre.channels import Channel
from live.store.followup import notices
from live.store.ids import NUMBERS
from live.store.show import questions
from live.store.transaction import Store

log = structlog.get_logger()


def join_offered(store: Store, channel: Channel, asked: Submission) -> None:
    """Where a stored message says so: the question before it is merged into the one that its asker was told of.

    The message is no question of its own then. Where nothing was told, or somebody has decided on the question
    meanwhile, it stays one. Whoever is told of the same message again changes nothing.
    """
    if asked.external_id is None or not says_me_too(asked.text):
        return
    with store.write() as tx:
        found = questions.by_external(tx.connection, [(channel.origin, asked.external_id)])
        if not found:
            return
        [broadcast] = tx.lock(found[0].broadcast_id)
        said = questions.get(tx.connection, broadcast.id, found[0].number)
        told = notices.last_offer(tx.connection, said)
        first = questions.by_id(tx.connection, told.question_id) if told is not None else None
        if first is None or first.state != NEW.value:
            return
        if said.state == NEW.value:
            put_to(tx, broadcast, said, first)
            first = questions.by_id(tx.connection, first.id)
        joined = join(tx, broadcast, first, told.offered % NUMBERS)
    log.info("a resident asks what was asked before", question=first.number, joined=joined, channel=channel.id)
