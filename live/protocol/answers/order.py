"""What is answered about the order of a show."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class OrderItem(TypedDict):
    """A question, with its `number`; or the title of a segment, with the number of that.

    `seconds`: for how long it is planned, `planned`: whether somebody has said so. `due`: when it is to go to air, or
    since when it is there; null where the show has no start. Of a question it tells what the air shows of it.
    """

    kind: Literal["question", "segment"]
    number: int
    on_air: bool
    text: str
    author: str | None
    locality: str | None
    topic: str | None
    source: str | None
    seconds: int
    planned: bool
    due: str | None
    ends: str | None


class OrderAnswer(TypedDict):
    """As of `at`. `begins` and `planned_end` are the show's; `end`: when it ends by the lengths of the order."""

    slug: str
    title: str
    zone: str
    at: str
    begins: str | None
    planned_end: str | None
    end: str | None
    items: list[OrderItem]
