"""A word or a digit in a chat while a poll listens there: it is a vote, and no question."""

from __future__ import annotations

import structlog

from live.desk.polls.casting import Cast, Vote, way_in
from live.domain.polls.poll import LONGEST_OPTION, said
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.store.centre.channels import Channel
from live.store.polls import polls
from live.store.transaction import Store

log = structlog.get_logger()

WILL_PASS = ("unavailable", "unknown")
"""Refusals of what may be counted later, as it is."""


def is_vote(store: Store, channel: Channel, asked: Submission, cast: Cast | None = None) -> bool:
    """Whether it named an option of a poll of its broadcast, and was counted.

    Of whom nobody can tell whether they have voted before, and whoever comes too late, has written a message like
    every other: it is kept as one.
    """
    contact = asked.author.contact if asked.author else None
    if not contact or len(asked.text) > LONGEST_OPTION or asked.attachments:
        return False
    with store.read() as connection:
        listening = [polls.to_domain(connection, row) for row in polls.heard_in_chats(connection, channel.broadcast_id)]
    for poll in listening:
        if options := said(poll, asked.text):
            vote = Vote(channel.type, contact, tuple(options))
            try:
                new = way_in(store, cast)(channel.broadcast_id, poll.id, vote)
            except Refused as refused:
                if refused.code in WILL_PASS:
                    raise
                return False
            log.info("a vote by a chat", poll=poll.id, channel=channel.id, new=new)
            return True
    return False
