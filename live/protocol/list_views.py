"""The views of the centre's lists, as a screen offers them."""

from __future__ import annotations

from typing_extensions import TypedDict


class TopicView(TypedDict):
    name: str
    department: str | None


class LocalityView(TypedDict):
    name: str


class DepartmentView(TypedDict):
    name: str


class ReadyMessageView(TypedDict):
    """Ready words; `kind`: a `message` to the presenter, or a `note` on a question."""

    text: str
    kind: str


class ReasonView(TypedDict):
    """Why a question may be declined. A reason whose `label` is null is a built-in one."""

    code: str
    label: str | None


class ListsView(TypedDict):
    """What a screen offers, in the centre's order.

    `hidden_reasons` are the centre's own that are offered no more: questions declined before still bear them.
    `departments` is empty where the centre keeps no list of them: then any name will do.
    """

    topics: list[TopicView]
    localities: list[LocalityView]
    reasons: list[ReasonView]
    hidden_reasons: list[ReasonView]
    departments: list[DepartmentView]
    messages: list[ReadyMessageView]
