"""The types of what commands carry, each declared once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from live.domain.files.attached import MOST_WITH_ANSWER
from live.domain.order.forecast import LENGTHS
from live.domain.question import NUMBERS
from live.domain.submission import TEXT_LIMIT, Author, checked_text

Number = Annotated[int, Field(ge=1, lt=NUMBERS)]
"""A question's number, a version, the id of a call or a message: beyond this a number would be another broadcast's."""

Seconds = Annotated[int, Field(ge=LENGTHS[0], le=LENGTHS[-1])]
"""How long an item of the order is planned to last."""

Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(max_length=500)]
Remark = Annotated[str, StringConstraints(max_length=1000)]
"""Words beside something; empty ones clear what was there."""

Why = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""Why something is taken back: whoever asks later is told in these words."""

Summary = Annotated[str, StringConstraints(max_length=2000)]
"""What was answered on air, in a sentence."""

Wording = Annotated[str, AfterValidator(checked_text)]
"""A question's text, checked with the rest of the body: what is wrong is said before what is stale."""

Draft = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
"""A question's text while it is being written: it may still be empty."""

AnswerText = Annotated[str, StringConstraints(min_length=1), AfterValidator(checked_text)]
"""What those who asked are written, or what everybody may read."""


Files = Annotated[
    list[Number],
    Field(max_length=MOST_WITH_ANSWER, description="attached to it before, in the order in which they stand"),
]
"""What goes along with an answer."""


def _moment(value: Any) -> datetime | None:
    """A time with its zone, in UTC."""
    try:
        at = datetime.fromisoformat(value) if value is not None else None
        if at is not None and at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC) if at is not None else None
    except (ValueError, TypeError, OverflowError):
        raise PydanticCustomError("moment", "it is no time with a zone") from None


MomentField = Annotated[datetime | None, BeforeValidator(_moment)]


class AuthorFields(BaseModel):
    """Who asks, as our own API and desk take it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    contact: Annotated[str, StringConstraints(max_length=200)] | None = None
    profile: Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://\S+)?$")] | None = None

    def to_domain(self) -> Author:
        return Author(self.name or None, self.contact or None, self.profile or None)
