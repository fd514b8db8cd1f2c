"""What comes in over the API, checked: JSON bodies with known fields only, and query strings."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Annotated, Any, Literal

from flask import request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from live.desk.moderate import AuthorFields, Short
from live.domain.question import State
from live.domain.refused import Refused, wrong_body
from live.domain.submission import Submission, checked_text
from live.views.listing import Filter

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

    model_config = ConfigDict(extra="forbid")

    text: str
    author: AuthorFields | None = None
    locality: Short | None = None
    topic: Short | None = None
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    asked_at: AwareDatetime | None = None
    attachments: Annotated[list[AttachmentFields], Field(max_length=20)] = []

    def to_domain(self, source: str) -> Submission:
        """`invalid` where the text is empty, too long or holds control characters."""
        return Submission(
            checked_text(self.text),
            source,
            self.author.to_domain() if self.author else None,
            self.locality,
            self.topic,
            self.external_id,
            self.asked_at.astimezone(UTC) if self.asked_at else None,
            tuple(item.model_dump(exclude_none=True) for item in self.attachments),
        )


class BatchFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questions: Annotated[list[Any], Field(min_length=1, max_length=500)]


def json_body() -> Any:
    """The request's JSON; `invalid` where it is none."""
    try:
        return json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        reason = "it is not JSON"
        if isinstance(error, json.JSONDecodeError):
            reason = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise Refused("invalid", "The body cannot be read: {reason}.", reason=reason) from None


def submission(raw: Any) -> Submission:
    try:
        return QuestionFields.model_validate(raw).to_domain("api")
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


def command() -> dict[str, Any]:
    """A command's JSON object; its fields are checked with its type."""
    raw = json_body()
    if not isinstance(raw, dict):
        raise Refused("invalid", "A command is a JSON object.")
    return raw


class QuestionQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: State | None = None
    topic: str | None = None
    channel: str | None = None
    locality: str | None = None
    q: Annotated[str, StringConstraints(max_length=200)] | None = None
    before: Annotated[int, Field(ge=1)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def to_filter(self) -> Filter:
        state = self.state.value if self.state else None
        return Filter(state, self.topic, self.channel, self.locality, self.q or None, self.before, self.limit)


class EventsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class TicketsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: str | None = None
    before: Annotated[int, Field(ge=1)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


def query(model: type[BaseModel]) -> Any:
    """A reader of the query string as `model`."""

    def read() -> Any:
        try:
            return model.model_validate(request.args.to_dict())
        except ValidationError as error:
            raise wrong_body(error.errors(include_url=False, include_input=False)) from None

    return read
