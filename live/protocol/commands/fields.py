"""The types of what commands carry, each declared once."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from live.domain.question import NUMBERS
from live.domain.submission import TEXT_LIMIT, Author, checked_text

Number = Annotated[int, Field(ge=1, lt=NUMBERS)]
"""A question's number, a version, the id of a call or a message: beyond this a number would be another broadcast's."""

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(max_length=500)]
Remark = Annotated[str, StringConstraints(max_length=1000)]
"""Words beside something; empty ones clear what was there."""

Why = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""Why something is taken back: whoever asks later is told in these words."""

Wording = Annotated[str, AfterValidator(checked_text)]
"""A question's text, checked with the rest of the body: what is wrong is said before what is stale."""

Draft = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
"""A question's text while it is being written: it may still be empty."""

AnswerText = Annotated[str, StringConstraints(min_length=1), AfterValidator(checked_text)]
"""What those who asked are written, or what everybody may read."""


class AuthorFields(BaseModel):
    """Who asks, as our own API and desk take it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    contact: Annotated[str, StringConstraints(max_length=200)] | None = None
    profile: Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://\S+)?$")] | None = None

    def to_domain(self) -> Author:
        return Author(self.name or None, self.contact or None, self.profile or None)
