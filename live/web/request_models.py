"""What comes in over the API, checked: questions with known fields only, and the queries of the lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from live.domain.files.place import is_point
from live.domain.followup.matter import State as MatterState
from live.domain.polls.poll import OPTIONS
from live.domain.question import State
from live.domain.refused import Refused, wrong_body
from live.domain.submission import Consent, Submission, checked_text
from live.domain.ticket import Kind, Priority
from live.domain.ticket import State as TicketState
from live.protocol.commands.fields import AuthorFields, MomentField, Short
from live.protocol.commands.polls import OptionNumber
from live.views.questions.listing import Filter
from live.views.tickets.listing import Mine, TicketFilter
from live.web.request import fit, json_body

Link = Annotated[str, StringConstraints(max_length=2048, pattern=r"^(https?://\S+|geo:[0-9.,-]+)$")]


class AttachmentFields(BaseModel):
    """A file by its web address, or a place by its point, such as geo:54.310000,48.390000."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["photo", "video", "audio", "document", "place"]
    url: Link
    title: Annotated[str, StringConstraints(max_length=200)] | None = None

    @model_validator(mode="after")
    def leads_somewhere(self) -> Self:
        """A place's address is a point, and nothing else's is."""
        if is_point(self.url) != (self.type == "place"):
            raise PydanticCustomError("address", "this is no address of a {type}", {"type": self.type})
        return self


class ConsentFields(BaseModel):
    """What the sender of a question agreed to, and when where that was before it was sent in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    version: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    name_on_air: bool = False
    at: MomentField = None

    def to_domain(self) -> Consent:
        return Consent(self.version, self.name_on_air, self.at)


class QuestionFields(BaseModel):
    """A question as our own API takes it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: str
    author: AuthorFields | None = None
    locality: Short | None = None
    topic: Short | None = None
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    asked_at: MomentField = None
    attachments: Annotated[list[AttachmentFields], Field(max_length=20, default_factory=list)]
    consent: ConsentFields | None = None

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
            consent=self.consent.to_domain() if self.consent else None,
        )


class VoteFields(BaseModel):
    """A vote as our own API takes it: `voter` is whatever tells its voter from all others of the same key."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    option: OptionNumber | Annotated[list[OptionNumber], Field(min_length=1, max_length=OPTIONS[-1])]
    voter: Annotated[str, StringConstraints(min_length=1, max_length=200)]

    @property
    def options(self) -> tuple[int, ...]:
        return tuple(self.option) if isinstance(self.option, list) else (self.option,)


def vote() -> VoteFields:
    try:
        return VoteFields.model_validate(fit(json_body()))
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None


class BatchFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questions: Annotated[list[Any], Field(min_length=1, max_length=500)]


def submission(raw: Any) -> Submission:
    try:
        return QuestionFields.model_validate(fit(raw)).to_domain("api")
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None


def one_question() -> Submission:
    return submission(json_body())


def rows_of(raw: Any) -> list[Any]:
    """The rows of a batch, not looked at yet."""
    try:
        return BatchFields.model_validate(raw).questions
    except ValidationError as error:
        raise wrong_body(error.errors(include_url=False, include_input=False)) from None


def batch() -> list[Submission | Refused]:
    """Each row's submission, or why it is refused."""
    rows = rows_of(json_body())
    read: list[Submission | Refused] = []
    for row in rows:
        try:
            read.append(submission(row))
        except Refused as refused:
            read.append(refused)
    return read


ShortText = Annotated[str, StringConstraints(max_length=200)]
Before = Annotated[int, Field(ge=1, lt=2**32)]


_ONLY = r"^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,499}$"


def _several(values: type[StrEnum]) -> str:
    """The pattern of one or several of these words, with commas between."""
    one = "|".join(values)
    return f"^({one})(,({one}))*$"


def _several_of(values: type[StrEnum]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(_several(values), value):
            raise PydanticCustomError("literal_error", "no state", {"expected": ", ".join(values)})
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
    """`state` and `only` (numbers) take one or several, with commas between; `alarm` and `stack` are those of the view,
    `cluster` is the number of one, `urgent` leaves those that tell of danger to people, `not_asking` those that only
    thank, greet or advertise. `shown`: 1 leaves out what stands under another one on its stack."""

    model_config = ConfigDict(extra="forbid")

    state: States | None = None
    topic: ShortText | None = None
    channel: ShortText | None = None
    locality: ShortText | None = None
    q: ShortText | None = None
    only: Only | None = None
    alarm: Literal["near", "over"] | None = None
    stack: Annotated[int, Field(ge=1, lt=2**32)] | None = None
    shown: Literal["1"] | None = None
    cluster: Annotated[int, Field(ge=1, lt=2**32)] | None = None
    urgent: Literal["yes"] | None = None
    not_asking: Literal["yes"] | None = None
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
            alarm=self.alarm,
            stack=self.stack,
            shown=self.shown is not None,
            cluster=self.cluster,
            urgent=self.urgent is not None,
            not_asking=self.not_asking is not None,
        )


class NumbersQuery(QuestionQuery):
    """`after`: the oldest first, those after this number; 0 begins. It goes before `before`."""

    after: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    limit: Annotated[int, Field(ge=1, le=5000)] = 5000

    def to_filter(self) -> Filter:
        wanted = super().to_filter()
        return wanted if self.after is None else replace(wanted, after=self.after, before=None)


class EventsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class TicketsChosen(BaseModel):
    """Which tickets. `owner` is `me` alone; `part`: of whose answer a part is asked and not given, of the own
    department, or of any where there is none."""

    model_config = ConfigDict(extra="forbid")

    state: TicketStates | None = None
    department: ShortText | None = None
    owner: Literal["me"] | None = None
    overdue: bool = False
    today: bool = False
    escalated: bool = False
    approval: bool = False
    part: bool = False
    kind: Kind | None = None
    topic: ShortText | None = None
    locality: ShortText | None = None
    broadcast: ShortText | None = None
    priority: Priority | None = None
    q: ShortText | None = None

    def to_filter(self, mine: Mine) -> TicketFilter:
        return TicketFilter(
            tuple(self.state.split(",")) if self.state else (),
            self.department,
            mine if self.owner else None,
            self.overdue,
            self.today,
            self.escalated,
            self.approval,
            self.part,
            mine.department,
            self.kind,
            self.topic,
            self.locality,
            self.broadcast,
            self.priority,
            self.q or None,
        )


class TicketsQuery(TicketsChosen):
    """A page of them. `before` goes with the newest first; `offset` with every order."""

    sort: Literal["newest", "due", "priority"] = "newest"
    before: Before | None = None
    offset: Annotated[int, Field(ge=0, lt=2**31)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def to_filter(self, mine: Mine) -> TicketFilter:
        return replace(
            super().to_filter(mine), sort=self.sort, before=self.before, offset=self.offset, limit=self.limit
        )


class MattersQuery(BaseModel):
    """`before`: a page's `next`."""

    model_config = ConfigDict(extra="forbid")

    before: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100
    state: MatterState | None = None


class ByHandQuery(BaseModel):
    """`after`: a page's `next`."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100
