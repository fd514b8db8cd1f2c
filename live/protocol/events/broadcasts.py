"""What happens to a broadcast and to its screens."""

from __future__ import annotations

from live.protocol.events.base import DeclaredEvent, Log


class OfBroadcast(DeclaredEvent):
    """A transition of the broadcast itself."""

    log = Log.BROADCAST
    carries = ("was", "state")


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


class Archived(OfBroadcast, name="broadcast.archived"):
    """It was put away."""


class RehearsalStarted(OfBroadcast, name="broadcast.rehearsal_started"):
    """Invented questions come in."""


class RehearsalPaced(OfBroadcast, name="broadcast.rehearsal_paced"):
    """They come in at another pace."""


class RehearsalStopped(OfBroadcast, name="broadcast.rehearsal_stopped"):
    """No more of them come in; the rehearsal goes on until its reset."""


class Reset(OfBroadcast, name="broadcast.reset"):
    """The rehearsal's traces are gone: a screen starts over."""


class InBroadcast(DeclaredEvent):
    """Something that belongs to a broadcast and to none of its questions."""

    log = Log.BROADCAST


class RehearsalTrace(InBroadcast, name="rehearsal.trace"):
    """What a reset leaves of an event in the log: its number, and nothing else."""


class PresenterMessaged(InBroadcast, name="presenter.messaged"):
    """The producer has sent the presenter a message."""

    message: int


class PresenterAcknowledged(InBroadcast, name="presenter.acknowledged"):
    """The presenter has read a message."""

    message: int


class PrompterAdjusted(InBroadcast, name="prompter.adjusted"):
    """A prompter shows its text in another way."""

    device: str


class PrompterForgotten(InBroadcast, name="prompter.forgotten"):
    """A prompter's settings have made room for another's."""

    device: str


class LinkAdded(InBroadcast, name="link.added"):
    """A screen can be opened by a new link."""

    link: int


class LinkRevoked(InBroadcast, name="link.revoked"):
    """A link opens nothing any more."""

    link: int


class ListsChanged(InBroadcast, name="lists.changed"):
    """The administrator has edited one of the centre's lists, which is named."""

    list: str
