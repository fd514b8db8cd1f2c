"""What comes in over the API, checked: JSON bodies with known fields only, and query strings."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.moderate import AuthorFields, Short
from live.domain.question import State
from live.domain.refused import Refused, wrong_body
from live.domain.submission import Submission, checked_text
from live.domain.ticket import Kind
from live.domain.ticket import State as TicketState
from live.views.questions.listing import Filter
from live.views.tickets.listing import Mine, TicketFilter

LARGE = 2 * 1024 * 1024
"""Bytes that a batch may have; everything else has the app's 64 KiB."""

Link = Annotated[str, StringConstraints(max_length=2048, pattern=r"^https?://\S+$")]


class AttachmentFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["photo", "video", "audio", "document"]
    url: Link
    title: Annotated[str, StringConstraints(max_length=200)] | None = None


class QuestionFields(BaseModel):
    """A question as our own API takes it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: str
    author: AuthorFields | None = None
    locality: Short | None = None
    topic: Short | None = None
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    asked_at: datetime | None = None
    attachments: Annotated[list[AttachmentFields], Field(max_length=20)] = []

    @field_validator("asked_at", mode="before")
    @classmethod
    def moment(cls, value: Any) -> datetime | None:
        """A time with its zone, in UTC."""
        try:
            at = datetime.fromisoformat(value) if value is not None else None
            if at is not None and at.tzinfo is None:
                raise ValueError
            return at.astimezone(UTC) if at is not None else None
        except (ValueError, TypeError, OverflowError):
            raise PydanticCustomError("moment", "it is no time with a zone") from None

    def to_domain(self, source: str) -> Submission:
        """`invalid` where the text is empty, too long or holds control characters."""
        return Submission(
            checked_text(self.text),
            source,
            self.author.to_domain() if self.author else None,
            self.locality,
            self.topic,
            self.external_id,
            self.asked_at,
            tuple(item.model_dump(exclude_none=True) for item in self.attachments),
        )


class BatchFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questions: Annotated[list[Any], Field(min_length=1, max_length=500)]


def raw_body() -> bytes:
    """The request's body; `too_large` over the limit, also where it comes in chunks and says no length."""
    body = request.get_data(cache=False)
    limit = request.max_content_length
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise RequestEntityTooLarge  # Werkzeug reads up to the limit and says nothing of the rest.
    return body


def json_body() -> Any:
    """The request's JSON; `invalid` where it is none."""
    try:
        return json.loads(raw_body(), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise Refused("invalid", "The body is not JSON: look at line {line}, column {column}.", **place) from None
    except (ValueError, RecursionError):
        raise Refused("invalid", "The body is not JSON.") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


DEPTH = 12
"""Objects and lists within one another that a body may have; ours have four."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no field takes: control characters but tabs and line ends, and halves of surrogate pairs."""


def fit(value: Any, depth: int = DEPTH) -> Any:
    """The same JSON value; `invalid` where it holds what none of our fields takes and not every database stores."""
    if isinstance(value, str):
        if _UNFIT.search(value):
            raise Refused("invalid", "The request holds control characters.")
    elif isinstance(value, dict | list):
        if not depth:
            raise Refused("invalid", "The request is nested too deep.")
        for item in value if isinstance(value, list) else (*value, *value.values()):
            fit(item, depth - 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise Refused("invalid", "The request holds a number that is none.")
    return value


def submission(raw: Any) -> Submission:
    try:
        return QuestionFields.model_validate(fit(raw)).to_domain("api")
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None


def one_question() -> Submission:
    return submission(json_body())


def batch() -> list[Submission | Refused]:
    """Each row's submission, or why it is refused."""
    request.max_content_length = LARGE
    try:
        rows = BatchFields.model_validate(json_body()).questions
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None
    read: list[Submission | Refused] = []
    for row in rows:
        try:
            read.append(submission(row))
        except Refused as refused:
            read.append(refused)
    return read


Word = Annotated[str, StringConstraints(max_length=200)]
Before = Annotated[int, Field(ge=1, lt=2**32)]


_ONLY = r"^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,499}$"


def _several(words: type[StrEnum]) -> str:
    """The pattern of one or several of these words, with commas between."""
    one = "|".join(words)
    return f"^({one})(,({one}))*$"


def _several_of(words: type[StrEnum]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(_several(words), value):
            raise PydanticCustomError("literal_error", "no state", {"expected": ", ".join(words)})
        return value

    return check


def _only(value: str) -> str:
    if not re.fullmatch(_ONLY, value):
        raise PydanticCustomError("numbers", "no numbers")
    return value


States = Annotated[str, AfterValidator(_several_of(State)), Field(json_schema_extra={"pattern": _several(State)})]
TicketStates = Annotated[
    str, AfterValidator(_several_of(TicketState)), Field(json_schema_extra={"pattern": _several(TicketState)})
]
Only = Annotated[str, AfterValidator(_only), Field(json_schema_extra={"pattern": _ONLY})]


class QuestionQuery(BaseModel):
    """`state` and `only` (numbers) take one or several, with commas between."""

    model_config = ConfigDict(extra="forbid")

    state: States | None = None
    topic: Word | None = None
    channel: Word | None = None
    locality: Word | None = None
    q: Word | None = None
    only: Only | None = None
    before: Before | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def to_filter(self) -> Filter:
        return Filter(
            tuple(self.state.split(",")) if self.state else (),
            self.topic,
            self.channel,
            self.locality,
            self.q or None,
            tuple(map(int, self.only.split(","))) if self.only else (),
            self.before,
            self.limit,
        )


class NumbersQuery(QuestionQuery):
    limit: Annotated[int, Field(ge=1, le=5000)] = 5000


class EventsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class TicketsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    """`owner` is `me` alone. `before` goes with the newest first; `offset` with every order."""

    state: TicketStates | None = None
    department: Word | None = None
    owner: Literal["me"] | None = None
    overdue: bool = False
    today: bool = False
    escalated: bool = False
    kind: Kind | None = None
    topic: Word | None = None
    locality: Word | None = None
    broadcast: Word | None = None
    priority: Literal["normal", "high", "urgent"] | None = None
    q: Word | None = None
    sort: Literal["newest", "due", "priority"] = "newest"
    before: Before | None = None
    offset: Annotated[int, Field(ge=0, lt=2**31)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def to_filter(self, mine: Mine) -> TicketFilter:
        return TicketFilter(
            tuple(self.state.split(",")) if self.state else (),
            self.department,
            mine if self.owner else None,
            self.overdue,
            self.today,
            self.escalated,
            self.kind,
            self.topic,
            self.locality,
            self.broadcast,
            self.priority,
            self.q or None,
            self.sort,
            self.before,
            self.offset,
            self.limit,
        )


class ByHandQuery(BaseModel):
    """`after`: a page's `next`."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


def body(model: type[BaseModel]) -> Any:
    """A reader of the JSON body as `model`."""

    def read() -> Any:
        try:
            return model.model_validate(fit(json_body()))
        except ValidationError as error:
            raise wrong_body(error.errors(include_url=False, include_input=False)) from None

    return read


def query(model: type[BaseModel]) -> Any:
    """A reader of the query string as `model`."""

    def read() -> Any:
        try:
            return model.model_validate(fit(request.args.to_dict()))
        except ValidationError as error:
            raise wrong_body(error.errors(include_url=False, include_input=False)) from None

    read.query = model  # type: ignore[attr-defined]
    return read
