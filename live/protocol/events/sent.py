"""What a screen is sent of an event, besides its number, its time, its type and by whom.

A view is null where the screen does not, or no longer, see the thing; a field that may be missing is sent to those
screens alone that show what it is about.
"""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from live.protocol.cluster_views import ClustersView
from live.protocol.duty_views import DutyView
from live.protocol.list_views import ListsView
from live.protocol.mention_views import MentionsView
from live.protocol.news_views import NewsView
from live.protocol.order_views import SegmentView
from live.protocol.poll_views import PollView
from live.protocol.ticket_views import DueView, TicketView
from live.protocol.views import (
    BroadcastView,
    CallView,
    LinkView,
    MatterView,
    MessageView,
    PrompterView,
    QuestionView,
    TicketsLogView,
)


class QuestionSent(TypedDict):
    """What happens to one question: `question` is its number; `was` is missing where it is new."""

    question: int
    was: NotRequired[str]
    state: str
    view: QuestionView | None


class SliceSent(TypedDict):
    """What happens to many questions at once, without views; `was`: how many left each state."""

    was: dict[str, int]
    state: str
    broadcast: BroadcastView


class SliceBackSent(TypedDict):
    """That a snapshot is needed; and how far the broadcast has come."""

    broadcast: BroadcastView


class BroadcastSent(TypedDict):
    """What happens to the broadcast itself, to every screen."""

    was: str
    state: str
    broadcast: BroadcastView


class MessageSent(TypedDict):
    """Messages to the presenter, on rundown and prompter."""

    message: MessageView


class PrompterSent(TypedDict):
    """A prompter's settings, on rundown and prompter; null where the device is forgotten."""

    device: str
    prompter: PrompterView | None


class SteeredSent(TypedDict):
    """What every prompter is to do now, on rundown and prompter: start, stop, faster, slower, back or page."""

    do: str


class PollSent(TypedDict):
    """A poll, on rundown, head, prompter, overlay and gallery."""

    poll: PollView


class LinkSent(TypedDict):
    """A link that opens a screen, on rundown."""

    link: LinkView


class SegmentsSent(TypedDict):
    """The titles of the order, all of them as in a snapshot, on rundown."""

    segments: list[SegmentView]


class ListsSent(TypedDict):
    """The centre's lists, all of them as in a snapshot, on desk, calls, rundown and head."""

    lists: ListsView


class MatterSent(TypedDict):
    """One trouble that many ask about, on desk and tickets; no executor is sent it."""

    matter: MatterView


class MentionsSent(TypedDict):
    """The tray of mentions, all that is shown of it as in a snapshot, on desk."""

    mentions: MentionsView


class ClustersSent(TypedDict):
    """About what is asked now, all that is shown of it as in a snapshot, on desk, rundown and head."""

    clusters: ClustersView


class DutySent(TypedDict):
    """Who is on duty, all that is shown of it as in a snapshot, on desk and tickets."""

    duty: DutyView


class NewsSent(TypedDict):
    """How many news a person has not seen, on tickets."""

    news: NewsView


class CallSent(TypedDict):
    """What happens to a telephone call: `caller` is its view, on calls alone.

    Where it has a question that a screen sees, that question's `question`, `was` and `state` (the same) and `view`.
    """

    call: int
    caller: NotRequired[CallView | None]
    question: NotRequired[int]
    was: NotRequired[str]
    state: NotRequired[str]
    view: NotRequired[QuestionView]


class TicketSent(TypedDict):
    """What happens to one ticket. An executor's are cut to its department.

    Then `was` and `state` are null where the ticket was or is elsewhere, and `view` where it is not seen. `shared`: of
    tickets elsewhere, which are seen by a part of the answer, it is one more (1) or less (-1).
    """

    ticket: str
    was: str | None
    state: str | None
    view: TicketView | None
    shared: NotRequired[int]


class TicketsOpenedSent(TypedDict):
    """Many tickets at once; `views`: at most the newest 200 of `count`."""

    count: int
    views: list[TicketView]
    state: str


class RescheduledSent(TypedDict):
    """Due times alone, of many tickets."""

    dues: list[DueView]


class RemovedSent(TypedDict):
    """That a snapshot is needed."""

    state: None


class CentreSent(TypedDict):
    """What stands in the place of a broadcast on the tickets' screen."""

    broadcast: TicketsLogView
