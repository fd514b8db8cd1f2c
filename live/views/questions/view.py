"""A question's whole view, made of its rows; a screen shows what it may of it (`feed/sections/questions.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, or_, select

from live.channels import address_of
from live.domain.call import State as CallState
from live.domain.files.attached import State as FileState
from live.domain.question import ANSWERED, ON_AIR, SHORTLISTED, How
from live.domain.submission import masked_contact
from live.language.masking import masked
from live.language.speech.not_asking import Kind as NotAsking
from live.language.speech.stresses import stresses_of
from live.protocol.suggestion_views import TopicWhy
from live.protocol.views import (
    AloudView,
    AuthorChangeView,
    AuthorView,
    PromiseView,
    QuestionView,
    ReplyView,
    TransferView,
)
from live.store.centre import lists
from live.store.followup import outbox
from live.store.followup.alarms import alarm_of
from live.store.ids import question_id
from live.store.quick.prepared import Prepared
from live.store.show import transfers
from live.store.tables import call, matter_question, person, promise, question, topic_guess
from live.views.questions.files import attachments_of
from live.views.questions.masking import hidden, marks_of
from live.views.questions.replies import answerable, reply_views
from live.views.questions.stacks import ALONE, StandingView, standing_of
from live.views.timestamps import stamp

_MARKED = frozenset({SHORTLISTED.value, ON_AIR.value})
"""States in which a question's view tells its marks: to look for them in all that arrives would cost the desk."""

ASKS_NOTHING: ColumnElement[bool] = and_(
    question.c.not_asking.is_not(None),
    ~question.c.asks,
    question.c.further == 0,
    question.c.author_text.is_(None),
    or_(question.c.attachments.is_(None), question.c.not_asking == NotAsking.ADVERTISING.value),
)
"""The condition for those that only thank, greet or advertise: nobody has said otherwise, their author has written
nothing more, and no photo tells what words do not. An advertisement has pictures."""

_OF_QUESTION: list[Any] = [column for column in question.c if column is not question.c.original]
"""All but how it came in, which is sealed, and long."""

FULL: Select[Any] = (
    select(
        *_OF_QUESTION,
        ASKS_NOTHING.label("asks_nothing"),
        person.c.name.label("author_name"),
        person.c.contact.label("author_contact"),
        person.c.profile.label("author_profile"),
        call.c.id.label("call_id"),
        call.c.state.label("call_state"),
        call.c.recording_url.label("call_recording"),
        matter_question.c.matter_id,
        topic_guess.c.percent.label("topic_percent"),
        topic_guess.c.words.label("topic_words"),
    )
    .select_from(question)
    .outerjoin(person, person.c.id == question.c.person_id)
    .outerjoin(matter_question, matter_question.c.question_id == question.c.id)
    .outerjoin(topic_guess, topic_guess.c.question_id == question.c.id)
    .outerjoin(call, (call.c.broadcast_id == question.c.broadcast_id) & (call.c.question_number == question.c.number))
)
"""The select behind a whole view, for any condition."""

_BY_ID = Prepared(FULL.where(question.c.id == bindparam("question_id")))
_BY_IDS = FULL.where(question.c.id.in_(bindparam("ids", expanding=True)))
_PROMISES = select(promise).where(promise.c.question_id.in_(bindparam("ids", expanding=True))).order_by(promise.c.id)


def question_views(connection: Connection, broadcast_id: int, numbers: Iterable[int]) -> dict[int, QuestionView]:
    """Whole views of these questions by number; those that do not exist are left out."""
    return views_by_broadcast(connection, [(broadcast_id, numbers)])[0]


def views_by_broadcast(
    connection: Connection, wanted: Sequence[tuple[int, Iterable[int]]]
) -> list[dict[int, QuestionView]]:
    """The same of several broadcasts at once, in their order."""
    ids = [question_id(broadcast_id, number) for broadcast_id, numbers in wanted for number in numbers]
    found: dict[int, dict[int, QuestionView]] = {broadcast_id: {} for broadcast_id, _ in wanted}
    if ids:
        rows = _rows(connection, ids)
        for row, view in zip(rows, views_of(connection, rows), strict=True):
            found[row.broadcast_id][row.number] = view
    return [found[broadcast_id] for broadcast_id, _ in wanted]


def _rows(connection: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """As a command tells of one question, and a flood of many."""
    if len(ids) == 1:
        return _BY_ID.all(connection, {"question_id": ids[0]})
    return connection.execute(_BY_IDS, {"ids": ids}).all()


def views_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[QuestionView]:
    """Whole views of rows that `FULL` selected, in their order."""
    promised: dict[int, list[PromiseView]] = {}
    # Promises are made of what has been shortlisted: a screenful of new questions has none to look for.
    ids = [row.id for row in rows if row.version > 1]
    if ids:
        for row in connection.execute(_PROMISES, {"ids": ids}):
            promised.setdefault(row.question_id, []).append(
                {
                    "promise": row.id,
                    "text": row.text,
                    "department": row.department,
                    "due": row.due,
                    "by": row.by_name,
                }
            )
    replies: dict[int, list[ReplyView]] = {}
    if replied := [row.id for row in rows if row.replied]:
        told = outbox.of_questions(connection, replied)
        for row, view in zip(told, reply_views(connection, told), strict=True):
            replies.setdefault(row.question_id, []).append(view)
    places, attached = _places(connection, rows), attachments_of(connection, rows)
    stacked, aloud = standing_of(connection, rows), _read_aloud(connection, rows)
    views = [
        _question(row, promised.get(row.id, []), replies.get(row.id, []), places, attached.get(row.id, []), stacked)
        for row in rows
    ]
    for row, whole in zip(rows, views, strict=True):
        whole["aloud"] = aloud.get(row.id)
    return views


def _read_aloud(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, AloudView]:
    """What is read of those in the list and on air, by id, where a stress stands in it."""
    read = [row for row in rows if row.state in _MARKED]
    listed = [item["name"] for item in lists.read(connection, "stresses").items] if read else []
    if not listed:
        return {}
    found = {row.id: _aloud(row, stresses_of(listed)) for row in read}
    return {id_: aloud for id_, aloud in found.items() if aloud}


def _aloud(row: Row[Any], stressed: Callable[[str], str]) -> AloudView | None:
    """Masked first: an accent in an address would hide it from the mask."""
    text, locality = masked(row.air_text or row.text, row.let_through or ()), hidden(row.locality, row.let_through)
    aloud: AloudView = {"text": stressed(text), "locality": locality and stressed(locality)}
    return aloud if (aloud["text"], aloud["locality"]) != (text, locality) else None


def view_of_new(row: Row[Any]) -> QuestionView:
    """The whole view of a row as `FULL` would select it, of a question that has come just now, with no file of its own:
    what else other tables say of questions cannot be said of it yet."""
    return _question(row, [], [], {}, list(row.attachments or []), {})


def _places(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int | None, TransferView]:
    """Where those of these stand that are the same question in another broadcast, by id; few are."""
    ids = [id_ for row in rows for id_ in (row.went_to, row.came_from, row.continues) if id_ is not None]
    found = transfers.places(connection, ids) if ids else {}
    return {id_: {"broadcast": one.slug, "title": one.title, "number": one.number} for id_, one in found.items()}


def _question(
    row: Row[Any],
    promises: list[PromiseView],
    replies: list[ReplyView],
    places: Mapping[int | None, TransferView],
    attached: list[dict[str, Any]],
    stacked: Mapping[int, StandingView],
) -> QuestionView:
    author: AuthorView | None = None
    if row.author_name or row.author_contact or row.author_profile:
        contact = row.author_contact
        author = {
            "name": row.author_name,
            "contact": contact,
            "contact_masked": masked_contact(contact or row.author_profile),
            "profile": row.author_profile,
        }
    changed: AuthorChangeView | None = None
    if row.author_changed_at is not None:
        changed = {"text": row.author_text, "deleted": bool(row.author_deleted), "at": stamp(row.author_changed_at)}
    view: QuestionView = {
        "number": row.number,
        "state": row.state,
        "version": row.version,
        "rank": row.rank,
        "planned": row.planned_seconds,
        "text": row.text,
        "air_text": row.air_text,
        "aloud": None,
        "source": row.source,
        "author": author,
        "locality": row.locality,
        "topic": row.topic,
        "marks": [],
        "let_through": list(row.let_through or []),
        "rude": list(row.rude or []),
        "urgent": bool(row.urgent),
        "urgent_words": list(row.urgent_words or []),
        "not_asking": row.not_asking if row.asks_nothing else None,
        "not_asking_words": list(row.not_asking_words or []) if row.asks_nothing or row.asks else [],
        "name_on_air": bool(row.name_on_air),
        "guessed": [name for name in ("topic", "locality", "urgent") if getattr(row, f"{name}_guessed")],
        "topic_why": _topic_why(row),
        "asked_at": stamp(row.asked_at),
        "received_at": stamp(row.received_at),
        "react_due": stamp(row.react_due),
        "resolve_due": stamp(row.resolve_due),
        "reacted_at": stamp(row.reacted_at),
        "alarm": alarm_of(row),
        "how": (row.how or How.AIR.value) if row.state == ANSWERED.value else None,
        "post": address_of(row.source, row.external_id),
        "went": places.get(row.went_to),
        "came": places.get(row.came_from),
        "continues": places.get(row.continues),
        "further": row.further,
        "askers": row.askers,
        "merged_into": row.merged_into,
        **stacked.get(row.id, ALONE),
        "decline": {"reason": row.decline_reason, "text": row.decline_text} if row.decline_reason else None,
        "notes": {"presenter": row.note_presenter, "head": row.note_head},
        "wanted": bool(row.wanted),
        "promises": promises,
        "replies": replies,
        "answerable": answerable(row),
        "attachments": [*attached, *_recording(row)],
        "author_change": changed,
        "caller": {"call": row.call_id, "gone": row.call_state == CallState.ENDED.value} if row.call_id else None,
        "graphic": bool(row.graphic),
        "picture": _picture(attached),
        "matter": row.matter_id,
        "answer": (
            {"summary": row.answer_summary, "fully": bool(row.answer_fully)} if row.answer_fully is not None else None
        ),
        "moved": {"by": row.moved_by, "at": stamp(row.moved_at)} if row.moved_at else None,
    }
    if row.state in _MARKED:
        view["marks"] = marks_of(view)
    return view


def _picture(attached: list[dict[str, Any]]) -> int | None:
    """The first picture that a moderator lets everybody see."""
    told = (one["file"] for one in attached if "file" in one)
    return next((file["file"] for file in told if file["shown"] and file["state"] == FileState.KEPT), None)


def _topic_why(row: Row[Any]) -> TopicWhy | None:
    """Why its topic is guessed, where that was learned; nothing once a person has said it."""
    if not row.topic_guessed or row.topic_percent is None:
        return None
    return {"percent": row.topic_percent, "words": list(row.topic_words)}


def _recording(row: Row[Any]) -> list[dict[str, Any]]:
    """The call that a question was made from, as it was recorded."""
    return [{"type": "recording", "url": row.call_recording}] if row.call_recording else []
