"""Themes that no topic fits: a list of them, each a link to the topics with a new line begun."""

from __future__ import annotations

from typing import Any

from live.views.admin.new_topics import new_topics
from live.web.admin.learning.page import part
from live.web.services import services


@part
def proposed() -> dict[str, Any]:
    """What the page's part of new topics is drawn of."""
    return {"new_topics": new_topics(services().store)}
