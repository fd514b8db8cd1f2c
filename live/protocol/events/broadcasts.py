"""What happens to a broadcast and to its screens."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log
from live.protocol.events.sent import (
    BroadcastSent,
    LinkSent,
    ListsSent,
    MentionsSent,
    MessageSent,
    PrompterSent,
    SteeredSent,
)


class OfBroadcast(DeclaredEvent):
    """A transition of the broadcast itself."""

    log = Log.BROADCAST
    carries = ("was", "state")
    sent = BroadcastSent


class Opened(OfBroadcast, name="broadcast.opened"):
    """It collects questions from now on."""


class IntakeOpened(OfBroadcast, name="broadcast.intake_opened"):
    """What comes from outside lands here again."""


class IntakeClosed(OfBroadcast, name="broadcast.intake_closed"):
    """It takes nothing from outside for now."""


class Aired(OfBroadcast, name="broadcast.aired"):
    """It is on air."""


class Wrapping(OfBroadcast, name="broadcast.wrapping"):
    """Its wrap has begun: the intake is shut, the calls are ended."""


class Wrapped(OfBroadcast, name="broadcast.wrapped"):
    """Every question of it has ended."""


class Unaired(OfBroadcast, name="broadcast.unaired"):
    """The air was taken back: it had begun by mistake, and nothing had been taken there."""


class Unwrapping(OfBroadcast, name="broadcast.unwrapping"):
    """Its wrap is being taken back: what that made tickets of becomes questions again, slice by slice."""


class Unwrapped(OfBroadcast, name="broadcast.unwrapped"):
    """Its wrap is taken back; the state is that of before the wrap, the intake stays shut."""


class Archived(OfBroadcast, name="broadcast.archived"):
    """It was put away."""


class Edited(OfBroadcast, name="broadcast.edited"):
    """Its settings are others: title, head, start, minutes, zone and the like, as the view has them.

    `anew`: what its screens may show of questions has changed with it: sync without `since`.
    """

    anew: bool


class RehearsalStarted(OfBroadcast, name="broadcast.rehearsal_started"):
    """Invented questions come in.

    The view's `rehearsal_pace` is seconds between two of them, 0 when stopped, null without a rehearsal.
    """


class RehearsalPaced(OfBroadcast, name="broadcast.rehearsal_paced"):
    """They come in at another pace."""


class RehearsalStopped(OfBroadcast, name="broadcast.rehearsal_stopped"):
    """No more of them come in; the rehearsal goes on until its reset."""


class Reset(OfBroadcast, name="broadcast.reset"):
    """The rehearsal's traces are gone: sync without `since`."""


class InBroadcast(DeclaredEvent):
    """Something that belongs to a broadcast and to none of its questions."""

    log = Log.BROADCAST
    data_is_sent = False


class RehearsalTrace(InBroadcast, name="rehearsal.trace"):
    """What a reset leaves of an event in the log: its number alone, so that the numbers have no hole."""


class OfMessage(InBroadcast):
    """An event of one message to the presenter."""

    sent = MessageSent

    message: int


class PresenterMessaged(OfMessage, name="presenter.messaged"):
    """The producer has sent the presenter a message."""


class PresenterAcknowledged(OfMessage, name="presenter.acknowledged"):
    """The presenter has read a message."""


class OfPrompter(InBroadcast):
    """An event of one prompter's settings."""

    sent = PrompterSent

    device: str


class PrompterAdjusted(OfPrompter, name="prompter.adjusted"):
    """A prompter shows its text in another way."""


class PrompterForgotten(OfPrompter, name="prompter.forgotten"):
    """A prompter's settings have made room for another's: `prompter` is null."""


class PrompterSteered(InBroadcast, name="prompter.steered"):
    """Somebody steers the prompters from outside: each does what its own key does, at once or never."""

    sent = SteeredSent

    do: str


class OfLink(InBroadcast):
    """An event of one link that opens a screen."""

    sent = LinkSent

    link: int


class LinkAdded(OfLink, name="link.added"):
    """A screen can be opened by a new link."""


class LinkRevoked(OfLink, name="link.revoked"):
    """A link opens nothing any more."""


class ListsChanged(InBroadcast, name="lists.changed"):
    """The administrator has edited one of the centre's lists."""

    sent = ListsSent

    list: str


class MentionsChanged(InBroadcast, name="mentions.changed"):
    """Something was found beyond the own pages, or somebody has taken or hidden what stood in the tray."""

    sent = MentionsSent
