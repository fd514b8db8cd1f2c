"""What the pictures of the graphic show: the longest and the shortest text, a long name, emoji, the other themes."""

from __future__ import annotations

from itertools import islice
from typing import Any

from live.desk.invented import questions
from live.domain.submission import TEXT_LIMIT

LONGEST = " ".join(submission.text for submission in islice(questions(7), 80))[:TEXT_LIMIT]


VIDEO = "body { background: linear-gradient(#6f8798 55%, #8b8468 55%) !important; }"
"""In place of the studio's picture, where a theme is to be seen through."""


def about(text: str, name: str | None, locality: str | None, source: str) -> dict[str, Any]:
    author = {"name": name} if name else None
    return {"text": text, "air_text": None, "author": author, "locality": locality, "source": source}


FAP = "Когда в Таволжанке построят фельдшерский пункт? Фельдшер принимает в бывшем клубе."
GRAPHICS: dict[str, dict[str, Any]] = {
    "longest": about(LONGEST, "Виктор Сергеевич", "Заречье", "ok"),
    "shortest": about("Ну?", None, None, "phone"),
    "name": about(
        "Третью неделю нет горячей воды, а в платёжке за неё насчитали как обычно — 1 840 ₽. Кто вернёт деньги?",
        "Александра Константиновна Преображенская-Вознесенская (мама)",
        "рабочий посёлок Красный Бор",
        "vk",
    ),
    "emoji": about(
        "Спасибо за новый парк! 🌳👨‍👩‍👧‍👦 А когда починят дорогу 🚜? Ямы по колено 😡🕳️, коляска 👶🏽 не проедет",
        "Оля 🌸",
        "Ольховка",
        "vk",
    ),
    "light": {"query": "&theme=light", **about(FAP, "Мария Ивановна", "Таволжанка", "form")},
    "line": {"query": "&theme=line&guides=1", "video": True, **about(FAP, "Мария Ивановна", "Таволжанка", "phone")},
}
