"""What those who work on tickets are written of them. Content, as a question is, so not translated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from live.domain.followup.news import Kind

LISTED = 50
"""News that one letter names; of more it tells how many they are."""

ONE = {
    Kind.ASSIGNED: "Вам назначено: {what}",
    Kind.TAKEN_BACK: "Теперь у другого исполнителя: {what}",
    Kind.REOPENED: "Возвращено в работу: {what}",
    Kind.RETURNED: "Ответ вернули с замечанием: {what}",
    Kind.BAD_MARK: "Житель недоволен ответом, оценка {rating} из 5: {what}",
    Kind.NAMED: "Вас упомянули в заметке: {what}",
    Kind.ASKED: "Вас просят ответить в заметке: {what}",
    Kind.PART_ASKED: "Нужна ваша часть ответа: {what}",
    Kind.PART_GIVEN: "Готова часть ответа: {what}",
    Kind.PART_DECLINED: "Отказались дать часть ответа: {what}",
    Kind.PAGE_SILENT: "Давно нет записи: {what}",
}
"""The first line of a letter, which is its subject."""

MANY = {
    Kind.ASSIGNED: "Назначено",
    Kind.TAKEN_BACK: "Теперь у другого исполнителя",
    Kind.REOPENED: "Возвращено в работу",
    Kind.RETURNED: "Ответ вернули с замечанием",
    Kind.BAD_MARK: "Житель недоволен ответом",
    Kind.NAMED: "Упомянули в заметке",
    Kind.ASKED: "Просят ответить в заметке",
    Kind.PART_ASKED: "Нужна ваша часть ответа",
    Kind.PART_GIVEN: "Готовы части ответа",
    Kind.PART_DECLINED: "Отказались дать часть ответа",
    Kind.PAGE_SILENT: "Давно нет записи",
}
"""The headings of a letter about several."""

DEPARTMENTS = "Назначено вашему ведомству: {what}"
"""Of what nobody of the department has yet."""


def what(row: Any) -> str:
    """What it is about: «поручение ПЛ-2026-000012», «вопрос № 214», «страница vk.com/rayon»."""
    if row.page:
        return f"страница {row.page.removeprefix('https://')}"
    return f"поручение {row.ticket}" if row.ticket else f"вопрос № {row.question} ({row.title})"


def page(row: Any) -> str:
    """Where it is opened, below the centre's address."""
    if row.page:
        return "/page-scores"
    if row.ticket:
        return f"/tickets?open={quote(row.ticket)}"
    return f"/b/{row.slug}/desk?open={row.question}"


def letter(rows: Sequence[Any], address: str, zone: ZoneInfo) -> str:
    """About one, or about all that has gathered. `address` "": the letter names the screen in place of a link."""
    news = list({(row.kind, row.ticket_id, row.question_id, row.page_id): row for row in rows}.values())
    return _of_one(news[0], address, zone) if len(news) == 1 else _of_many(news, address, zone)


def _of_one(row: Any, address: str, zone: ZoneInfo) -> str:
    kind = Kind(row.kind)
    shared = kind is Kind.ASSIGNED and row.owner_id is None
    first = (DEPARTMENTS if shared else ONE[kind]).format(what=what(row), rating=row.rating)
    due = row.resolution_due.astimezone(zone) if row.ticket else None
    facts = {
        "Ведомство": row.ticket_department,
        "Тема": row.topic,
        "Откуда": row.locality,
        "Срок решения": f"{due:%d.%m.%Y %H:%M}" if due else None,
        "Чья страница": row.body,
        "Кто": row.by_name if kind is not Kind.BAD_MARK else None,
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    return "\n".join([first, *_instead(row), "", *lines, *([""] if lines else []), _where(row, address)])


def _instead(row: Any) -> list[str]:
    return ["Исполнитель отсутствует, вы дежурите."] if row.instead_of else []


def _where(row: Any, address: str) -> str:
    screen = "Страницы" if row.page else "Поручения" if row.ticket else "Модерация"
    return f"{address}{page(row)}" if address else f"Откройте на экране «{screen}»."


def _of_many(rows: Sequence[Any], address: str, zone: ZoneInfo) -> str:
    lines: list[str] = []
    for kind in Kind:
        mine = [row for row in rows[:LISTED] if row.kind == kind]
        if mine:
            lines += ["", f"{MANY[kind]}:", *(_line(row, address, zone) for row in mine)]
    more = len(rows) - LISTED
    if more > 0:
        lines += ["", f"и ещё {more}: {address}/account/news" if address else f"и ещё {more}: на странице «Мне»."]
    return "\n".join([f"Новости поручений: {len(rows)}", *lines])


def _line(row: Any, address: str, zone: ZoneInfo) -> str:
    about = ", ".join(known for known in (row.topic, row.locality) if known)
    due = f"срок решения {row.resolution_due.astimezone(zone):%d.%m.%Y %H:%M}" if row.ticket else ""
    told = "; ".join(known for known in (what(row), about, due) if known)
    return f"— {told}" + (f"\n  {address}{page(row)}" if address else "")
