"""What happens to polls, as their broadcast's log has it. No vote stands there: how many there are is in the view."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import PollSent


class OfPoll(DeclaredEvent):
    """An event of one poll, to every screen that shows polls."""

    log = Log.BROADCAST
    sent = PollSent
    data_is_sent = False

    poll: int


class Opened(OfPoll, name="poll.opened"):
    """Votes are counted from now on."""


class Shown(OfPoll, name="poll.shown"):
    """It is on air."""


class Hidden(OfPoll, name="poll.hidden"):
    """It is on air no longer."""


class Counted(OfPoll, name="poll.counted"):
    """By nobody: more have voted, or otherwise; once in a while for all of them. Else somebody has counted by hand."""


class OptionWithdrawn(OfPoll, name="poll.withdrawn"):
    """An option was taken away."""


class Closed(OfPoll, name="poll.closed"):
    """No more votes are counted; by nobody where its time was over."""


class PostMoved(OfPoll, name="poll.post_moved"):
    """Something has become of it on a page of a network: it waits, stands there, is refused, or nobody knows."""
