"""The views that cross the wire: what a screen is given of each thing, key by key.

A moment is RFC 3339 in UTC, to the millisecond. A screen may be shown less of a question than its whole view.
"""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from live.protocol.cluster_views import ClustersView
from live.protocol.duty_views import DutyView
from live.protocol.file_views import AnswerFileView
from live.protocol.list_views import ListsView
from live.protocol.mention_views import MentionsView
from live.protocol.news_views import NewsView
from live.protocol.order_views import SegmentView
from live.protocol.poll_views import PollView
from live.protocol.suggestion_views import TopicWhy
from live.protocol.ticket_views import TicketView


class AuthorView(TypedDict):
    """`contact` and `profile` are null but for a program with a key of its own: a person asks (question.contact).

    So is a telephone in the name: a mask stands in its place.
    """

    name: str | None
    contact: str | None
    contact_masked: str | None
    profile: str | None


class AuthorChangeView(TypedDict):
    """What became of a question at its author's hand after it was read: another text, or it was deleted."""

    text: str | None
    deleted: bool
    at: str | None


class PromiseView(TypedDict):
    promise: int
    text: str
    department: str | None
    due: str | None
    by: str | None


class ReplyView(TypedDict):
    """A reply on its way. `linked`: so many of its files its network did not take; a link went in their place."""

    reply: int
    state: str
    text: str
    final: bool
    by: str | None
    at: str | None
    reason: str | None
    detail: str | None
    link: str | None
    files: list[AnswerFileView]
    linked: int


class DeclineView(TypedDict):
    reason: str
    text: str | None


class NotesView(TypedDict):
    presenter: str | None
    head: str | None


class CallerView(TypedDict):
    """The call that a question was made from, and whether it has ended."""

    call: int
    gone: bool


class AnswerView(TypedDict):
    summary: str | None
    fully: bool


class MovedView(TypedDict):
    """Who has changed a question's state last (nobody, where it was the wrap), and when."""

    by: str | None
    at: str | None


class MarkView(TypedDict):
    """Words of a question that are not for the air: somebody's phone, email, card, document or address."""

    kind: str
    words: str


class TransferView(TypedDict):
    """A question where it stands: its broadcast's slug and title, and its number there."""

    broadcast: str
    title: str
    number: int


class AloudView(TypedDict):
    """What is read of a question: its wording and its place, masked, with the stresses of the centre's list."""

    text: str
    locality: str | None


class QuestionView(TypedDict):
    """`react_due` and `resolve_due` are those of a standing broadcast's question, null on a show; `reacted_at`: when
    somebody first moved it, noted something to it or wrote to who asked. `how`, of an answered one: air, written, none.
    `alarm`: what was told of those times and still holds, near or over.
    `post`: the address where it was asked, null where nobody knows. `went`, `came`: where it was handed to, and from.

    `continues`: the one that its author had asked there before; `further`: how many more messages of theirs it has.
    `guessed` names the facts that nobody has chosen; `topic_why`: why its topic is guessed, where that was learned.
    `answerable`: whether its network takes a written answer.
    `marks` are masked on air, but for the words that were let through; they are told of what is in the list or on air,
    and by the page of one question. `name_on_air`: whether its author's name may be said there. `rude`: the words of
    its text that the centre calls rude, once they have been looked for. `urgent`: whether it tells of danger to people,
    by `urgent_words` of it; while `guessed` names it, nobody but the language work has said so. `picture`: the file
    that everybody may see. `stack`, of a new one: the stack of like questions that it shares with other new ones, null
    where there are none; `stacked`: how many of those stand under it, 0 where it stands under another one itself.

    `not_asking`: what it is instead of a question (thanks, greeting, advertising), by `not_asking_words`; null too
    once a person has said that it asks, and while its author has written more or, without advertising, sent a photo.
    `aloud`, on prompter and head: what is read; null without a stress. `planned`: its planned seconds, or null.
    """

    number: int
    state: str
    version: int
    rank: str | None
    planned: int | None
    text: str
    air_text: str | None
    aloud: AloudView | None
    source: str
    author: AuthorView | None
    locality: str | None
    topic: str | None
    guessed: list[str]
    topic_why: TopicWhy | None
    marks: list[MarkView]
    let_through: list[str]
    rude: list[str]
    urgent: bool
    urgent_words: list[str]
    not_asking: str | None
    not_asking_words: list[str]
    name_on_air: bool
    asked_at: str | None
    received_at: str | None
    react_due: str | None
    resolve_due: str | None
    reacted_at: str | None
    alarm: str | None
    how: str | None
    post: str | None
    went: TransferView | None
    came: TransferView | None
    continues: TransferView | None
    further: int
    askers: int
    merged_into: int | None
    stack: int | None
    stacked: int
    decline: DeclineView | None
    notes: NotesView
    wanted: bool
    promises: list[PromiseView]
    replies: list[ReplyView]
    answerable: bool
    attachments: list[dict[str, Any]]
    author_change: AuthorChangeView | None
    caller: CallerView | None
    graphic: bool
    picture: int | None
    matter: int | None
    answer: AnswerView | None
    moved: MovedView | None


class ClosedCallView(TypedDict):
    by: str | None
    at: str | None
    note: str | None


class EarlierView(TypedDict):
    """How often the same person has called, and asked, before."""

    calls: int
    questions: int


class CallView(TypedDict):
    """`number` is the telephone's; `question` the number of the question that it was handed over as.

    `number` and `recording_url` are null but for a program with a key of its own: a person asks (call.contact,
    call.recording). `contact_masked` tells of a number its end, `whose` the calls of one number, `recorded` that there
    is a recording. `marks` are what of its texts will be masked on air.
    """

    call: int
    state: str
    version: int
    missed: bool
    number: str | None
    contact_masked: str | None
    whose: str | None
    name: str | None
    locality: str | None
    point: str | None
    text: str | None
    marks: list[MarkView]
    consent: bool | None
    taken_by: str | None
    held_at: str | None
    call_back: bool
    closed: ClosedCallView | None
    earlier: EarlierView
    warnings: int
    banned: bool
    recorded: bool
    recording_url: str | None
    question: int | None
    created_at: str | None
    moved_at: str | None


class WordView(TypedDict):
    """What all who asked about a matter are told, as it was written."""

    text: str
    final: bool
    by: str
    at: str | None


class MatterView(TypedDict):
    """One trouble that many ask about. `word`: what they were told last; `askers`: how many people that are."""

    number: int
    title: str
    state: str
    version: int
    owner: str
    topic: str | None
    locality: str | None
    next_word_at: str | None
    word: WordView | None
    questions: int
    askers: int
    opened: MovedView
    closed: MovedView | None
    joined_to: int | None


class WrapView(TypedDict):
    """How far a wrap has come, in questions."""

    done: int
    of: int


class BroadcastView(TypedDict):
    """`unwrapping`: its wrap is being taken back, as far as `wrap` tells. `item_seconds`: an item's planned length."""

    slug: str
    title: str
    head: str | None
    kind: str
    state: str
    intake_open: bool
    rehearsal: bool
    rehearsal_pace: float | None
    starts_at: str | None
    minutes: int | None
    item_seconds: int
    zone: str
    aired_at: str | None
    wrap: WrapView | None
    unwrapping: bool
    version: int


class TicketsLogView(TypedDict):
    """What stands in the place of a broadcast on the tickets' screen."""

    slug: str
    zone: str


class MessageView(TypedDict):
    id: int
    text: str
    kind: str
    by: str | None
    at: str | None
    acknowledged_at: str | None


class PrompterView(TypedDict):
    """How the prompter on a device shows its text; settings that are left out are the usual ones."""

    device: str
    view: dict[str, Any]
    version: int


class LinkView(TypedDict):
    """A screen's link, without its token."""

    link: int
    screen: str
    name: str
    by: str | None
    at: str | None
    revoked_at: str | None


class Snapshot(TypedDict, total=False):
    """A screen's whole state as of a number: the keys of its sections, no others."""

    broadcast: BroadcastView | TicketsLogView
    counts: dict[str, int]
    questions: list[QuestionView]
    lists: ListsView
    mentions: MentionsView
    duty: DutyView
    messages: list[MessageView]
    polls: list[PollView]
    prompters: list[PrompterView]
    links: list[LinkView]
    calls: list[CallView]
    tickets: list[TicketView]
    matters: list[MatterView]
    news: list[NewsView]
    clusters: ClustersView
    segments: list[SegmentView]
