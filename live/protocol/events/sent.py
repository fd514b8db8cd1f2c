"""What a screen is sent of an event, besides its number, its time, its type and by whom.

A view is null where the screen does not, or no longer, see the thing; a field that may be missing is sent to those
screens alone that show what it is about.
"""

from __future__ import annotations

from typing_extensions import NotRequired, TypedDict

from live.protocol.views import (
    BroadcastView,
    CallView,
    DueView,
    LinkView,
    ListsView,
    MessageView,
    PrompterView,
    QuestionView,
    TicketView,
)


class QuestionSent(TypedDict):
    question: int
    was: NotRequired[str]
    state: str
    view: QuestionView | None


class SliceSent(TypedDict):
    """`was`: how many left each state."""

    was: dict[str, int]
    state: str
    broadcast: BroadcastView


class BroadcastSent(TypedDict):
    was: str
    state: str
    broadcast: BroadcastView


class MessageSent(TypedDict):
    message: MessageView


class PrompterSent(TypedDict):
    device: str
    prompter: PrompterView | None


class LinkSent(TypedDict):
    link: LinkView


class ListsSent(TypedDict):
    lists: ListsView


class CallSent(TypedDict):
    """`caller` is the call's view, on the screen of calls; the rest is of its question, where a screen sees that."""

    call: int
    caller: NotRequired[CallView | None]
    question: NotRequired[int]
    was: NotRequired[str]
    state: NotRequired[str]
    view: NotRequired[QuestionView]


class TicketSent(TypedDict):
    """An executor's are cut to its department: null where the ticket was, is or stands elsewhere."""

    ticket: str
    was: str | None
    state: str | None
    view: TicketView | None


class TicketsOpenedSent(TypedDict):
    """`views`: at most the newest 200."""

    count: int
    views: list[TicketView]
    state: str


class RescheduledSent(TypedDict):
    dues: list[DueView]


class RemovedSent(TypedDict):
    state: None
