"""What an official is written of a collection. Content, as a question is, so not translated.

It tells numbers alone: no text of a resident leaves the house by mail.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

PRIVATE = (
    "Ссылка личная: по ней подборка открывается без пароля, и прочтение засчитывается вам. "
    "Чтобы подборку прочёл другой, откройте её и нажмите «Передать подборку»."
)
WITHOUT_LINK = "Ссылку на подборку даст координатор прямой линии."


def new_issue(issue: Any, zone: str, link: str | None, handed_by: str | None = None) -> str:
    """Of an issue (its row) that has just been sent, or handed on. Its first line becomes the subject."""
    figures, local = issue.figures, ZoneInfo(zone)
    counts = {
        "Новых вопросов": figures["questions"],
        "Повторяется": len(figures["repeats"]),
        "Поручений, у которых прошёл срок": figures["late"]["tickets"],
        "Решено поручений": figures["resolved"]["tickets"],
    }
    nothing = not any(counts.values())
    body = ["За это время ничего нового не поступило."] if nothing else [f"{name}: {n}" for name, n in counts.items()]
    head = f"Подборка «{issue.title}»: " + ("нового нет" if nothing else f"новых вопросов — {figures['questions']}")
    handed = [f"Подборку вам передали: {handed_by}."] if handed_by else []
    period = f"С {_at(issue.since, local)} до {_at(issue.until, local)}."
    return "\n".join([head, "", *handed, period, *body, "", *_where(link)])


def reminder(issue: Any, zone: str, link: str | None) -> str:
    """That nobody has confirmed an issue."""
    sent = _at(issue.until, ZoneInfo(zone))
    head = f"Подборка «{issue.title}» от {sent} не прочитана"
    ask = "Откройте её и нажмите «Прочитано»: координатор видит, кто прочёл подборку. Второго напоминания не будет."
    return "\n".join([head, "", ask, "", *_where(link)])


def _where(link: str | None) -> list[str]:
    return ["Открыть подборку:", link, "", PRIVATE] if link else [WITHOUT_LINK]


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"
