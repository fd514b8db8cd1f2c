"""The commands on mentions: posts of others that stand in the tray of a broadcast."""

from __future__ import annotations

from live.domain.people import Role
from live.protocol.commands.base import Body, Command
from live.protocol.commands.fields import Number

_MODERATOR = frozenset({Role.MODERATOR})


class OnMention(Body):
    """It has no version: who is first wins, and the other is told what became of it."""

    mention: Number


COMMANDS = (
    Command(
        "mention.take",
        OnMention,
        _MODERATOR,
        answer=("number: of the question",),
        remark="As a question that came by the channel which found it",
    ),
    Command("mention.hide", OnMention, _MODERATOR),
    Command(
        "mention.hide_author",
        OnMention,
        _MODERATOR,
        answer=("others: how many of theirs went with it",),
        remark="Whatever that author posts is hidden as it is found, until an administrator shows them again",
    ),
    Command("mention.restore", OnMention, _MODERATOR, remark="Out of the hidden ones"),
)
