"""What the columns of a file are.

Those that centres exchange, and plain ones in Russian and English, are recognised by their names; whoever brings the
file in may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from live.domain.refused import Refused

FIELDS = (
    *("text", "name", "contact", "profile", "locality", "topic", "external_id", "asked_at", "link", "attachments"),
)
"""What a column can be."""

IGNORED = ""
"""In place of a field: a column that becomes nothing, and stays in the original."""

_NAMES: Mapping[str, Sequence[str]] = {
    "text": (
        *("текст инцидента", "текст обращения", "текст вопроса", "текст сообщения", "текст", "вопрос", "обращение"),
        *("сообщение", "содержание обращения", "содержание вопроса", "содержание", "суть вопроса", "суть обращения"),
        *("текст комментария", "комментарий", "text", "question", "question text", "message", "body", "comment"),
    ),
    "name": (
        *("фио", "фио заявителя", "имя автора", "автор", "заявитель", "имя заявителя", "житель", "от кого", "имя"),
        *("ваше имя", "фамилия", "name", "full name", "author", "author name"),
    ),
    "contact": (
        *("контакт", "контакты", "телефон", "номер телефона", "контактный телефон", "телефон заявителя", "мобильный"),
        *("e mail", "email", "электронная почта", "почта", "адрес электронной почты", "contact", "phone"),
        *("phone number", "telephone", "mail", "author contact"),
    ),
    "profile": (
        "профиль",
        "страница автора",
        "ссылка на автора",
        "ссылка на профиль",
        "profile",
        "author url",
        "author profile",
    ),
    "locality": (
        *("населенный пункт", "село", "поселок", "город", "место", "locality", "settlement", "village", "town"),
        *("city", "place", "поселение", "муниципалитет", "муниципальное образование", "муниципальный район", "район"),
        *("municipality", "district"),
    ),
    "topic": (
        *("тема", "тема обращения", "тема вопроса", "тематика", "topic", "theme", "category", "категория", "рубрика"),
        *("группа тем", "topic group"),
    ),
    "external_id": (
        *("номер инцидента", "номер обращения", "номер вопроса", "номер сообщения", "номер заявки", "id", "ид"),
        *("идентификатор", "external id"),
    ),
    "asked_at": (
        *("дата создания", "дата и время создания", "дата обращения", "дата поступления", "дата вопроса"),
        *("дата и время", "дата", "создано", "asked at", "created at", "created", "date", "datetime"),
        *("timestamp", "отметка времени"),
    ),
    "link": (
        *("ссылка", "ссылка на сообщение", "ссылка на публикацию", "ссылка на пост", "источник", "адрес сообщения"),
        *("link", "url", "source", "source url", "permalink"),
    ),
    "attachments": ("вложения", "приложения", "attachments"),
}
"""The names of a field's columns, the best first."""

_COMPONENTS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"фамилия", "имя", "отчество", "last name", "first name", "middle name"}),
    "asked_at": frozenset({"дата", "время", "date", "time"}),
}
"""Columns of which two or more make up the field together."""

SEVERAL = frozenset({"contact", "locality", "topic"})
"""Fields of which every column is kept, for where the better one is empty."""

_RANK = {name: (one, rank) for one, names in _NAMES.items() for rank, name in enumerate(names)}
_UNKNOWN = (IGNORED, -1)


def recognised(columns: Sequence[str]) -> tuple[str, ...]:
    """For each column its field, or IGNORED."""
    plain = [_plain(column) for column in columns]
    fields = [IGNORED] * len(columns)
    for one in FIELDS:
        indexes = [index for index, name in enumerate(plain) if _RANK.get(name, _UNKNOWN)[0] == one]
        split_fields = [index for index, name in enumerate(plain) if name in _COMPONENTS.get(one, ())]
        if len(split_fields) > 1:
            indexes = split_fields
        elif one not in SEVERAL:
            indexes = sorted(indexes, key=lambda index: _RANK[plain[index]][1])[:1]
        for index in indexes:
            fields[index] = one
    return tuple(fields)


def chosen(columns: Sequence[str], said: Mapping[str, str]) -> tuple[str, ...]:
    """The columns' fields where a person has said some (column → field, or “ignore”); the rest is recognised.

    A field that was said of one column is no other's. `invalid` names a column or a field that is not there.
    """
    for column, one in said.items():
        if column not in columns:
            raise Refused(
                "invalid", "There is no column “{column}”; there are: {columns}.", column=column, columns=columns
            )
        if one not in (*FIELDS, "ignore"):
            raise Refused("invalid", "There is no field “{field}”; there are: {fields}.", field=one, fields=FIELDS)
    known = [IGNORED if one in said.values() else one for one in recognised(columns)]
    wanted = [said.get(column, one) for column, one in zip(columns, known, strict=True)]
    return tuple(IGNORED if one == "ignore" else one for one in wanted)


def _plain(column: str) -> str:
    """A column's name without case, ё and signs."""
    return " ".join(re.sub(r"[\W_]+", " ", column.casefold().replace("ё", "е")).split())


def by_rank(columns: Sequence[str], fields: Sequence[str], one: str) -> list[int]:
    """The places of a field's columns: the best first where one is enough, else in the file's order."""
    indexes = [index for index, name in enumerate(fields) if name == one]
    if one not in SEVERAL:
        return indexes
    return sorted(indexes, key=lambda index: _RANK.get(_plain(columns[index]), _UNKNOWN)[1])
