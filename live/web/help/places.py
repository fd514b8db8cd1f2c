"""Where help begins for each page of the product: a page of docs/, and the heading there that is about it."""

from __future__ import annotations

from functools import cache

import structlog
from flask import request

from live.domain.people import Role
from live.web.help.book import address_of

log = structlog.get_logger()

Place = tuple[str, str]
"""A page of docs/ and a heading of it as it is written there; "" for its beginning."""

PLACES: dict[str, Place] = {
    # The screens.
    "pages.index": ("README", ""),
    "pages.desk": ("moderator", ""),
    "pages.calls": ("screener", ""),
    "pages.rundown": ("producer", ""),
    "pages.prompter": ("presenter", ""),
    "pages.head": ("head", ""),
    "pages.overlay": ("gallery", "Адрес"),
    "pages.gallery": ("gallery", ""),
    "pages.tickets": ("department", ""),
    "practice": ("moderator", "Тренировка"),
    "rundown_pages.both": ("producer", "Один за двоих"),
    "rundown_pages": ("producer", "Эфир и приём"),
    "show_health": ("producer", "Всё ли в порядке"),
    "order_files": ("producer", "Порядок из файла"),
    "imports": ("files", ""),
    "ticket_imports": ("exchange", "Принять"),
    "report_pages": ("after-show", "Отчёт"),
    "fairness_pages": ("fairness", ""),
    "chronicle_pages": ("after-show", "Хроника эфира"),
    "figure_pages": ("figures", ""),
    "figure_lists": ("figures", "Списки и файлы"),
    "question_files": ("after-show", "Файлы"),
    "ticket_tables": ("exchange", "Отдать"),
    # The administrator's pages, by list or by blueprint.
    "admin": ("administrator", "Справочники"),
    "admin/topics": ("administrator", "Темы"),
    "admin/localities": ("administrator", "Населённые пункты"),
    "admin/reasons": ("administrator", "Причины отклонения"),
    "admin/rude": ("administrator", "Грубые слова"),
    "admin/urgent": ("administrator", "Слова об опасности"),
    "admin/stresses": ("administrator", "Ударения"),
    "admin/hidden_words": ("mentions", "Что скрыто"),
    "admin/calendar": ("tickets-calendar", "Календарь"),
    "admin/deadlines": ("tickets-calendar", "Сроки по темам"),
    "admin/templates": ("answers", "Шаблоны"),
    "admin/messages": ("producer", "Ведущему"),
    "admin_start": ("administrator", "В каком порядке заполнять"),
    "admin_broadcasts": ("broadcasts", ""),
    "admin_centre": ("broadcasts", "Центр и часовые пояса"),
    "admin_notices": ("notices", ""),
    "admin_departments": ("administrator", "Ведомства"),
    "collections": ("collections", ""),
    "admin_official_pages": ("official-pages", ""),
    "publications": ("publications", ""),
    "page_score_pages": ("page-scores", ""),
    "discussions": ("discussions", ""),
    "discuss": ("resident", ""),
    "admin/page_scores": ("page-scores", "Цели и веса"),
    "admin/results": ("publications", "Итоги: готовый текст и карточка"),
    "collections.mine": ("official", ""),
    "readings": ("official", ""),
    "admin_bans": ("administrator", "Блокировки"),
    "admin_mentions": ("mentions", "Что скрыто"),
    "admin_learning": ("language", ""),
    "admin_shifts": ("duty", "График смен"),
    "admin_people": ("administrator", "Люди и роли"),
    "admin_keys": ("administrator", "Ключи программ"),
    "admin_channels": ("channels", ""),
    "admin_webhooks": ("webhooks", ""),
    "admin_control": ("control", ""),
    "admin_graphics": ("gallery", "Титр станции"),
    "admin_signals": ("control", "Сигналы другим машинам"),
    "admin_retention": ("retention", ""),
    "admin_subjects": ("personal-data", "По просьбе одного человека"),
    "admin_backup": ("administrator", "Резервные копии"),
    "admin_books": ("administrator", "Сверка учёта"),
    "admin_health": ("administrator", "За чем следить"),
    "admin_audit": ("administrator", "Журнал действий"),
    # A person's own account, and the way in.
    "own_account": ("second-factor", ""),
    "own_duty": ("duty", "Куда приходят сигналы"),
    "own_news": ("department", "Что вам сообщают"),
    "own_factor": ("second-factor", ""),
    "second_step": ("second-factor", ""),
    "sign_in": ("resident", ""),
    # Residents.
    "poll_pages": ("polls", "Как голосуют"),
    "ask": ("resident", "Задать вопрос"),
    "ask_card": ("channels/form", ""),
    "track": ("resident", "Код вопроса"),
    "own_pages": ("resident", "Все свои вопросы"),
    "own_data": ("resident", "Что о вас записано"),
    "open_pages": ("figures", "Для всех"),
    "open_fairness_pages": ("fairness", "Проверить самому"),
    "official_pages": ("official-pages", "Для всех"),
}
"""Endpoint, else blueprint (of the centre's lists with the list's name) → where its help begins."""

TASKS: dict[Role, dict[str, Place]] = {
    Role.MODERATOR: {
        "shortlist": ("moderator", "Путь вопроса"),
        "decline": ("moderator", "Отклонить и вернуть"),
        "undo": ("moderator", "Отменить"),
        "merge": ("moderator", "Похожие и объединение"),
        "edit": ("moderator", "Править для эфира"),
        "note": ("moderator", "Поручение и заметка"),
        "topic": ("moderator", "Тема и населённый пункт"),
        "search": ("moderator", "Поиск и фильтры"),
        "reply": ("moderator", "Путь вопроса"),
        "add": ("moderator", "Клавиши"),
    },
    Role.PRODUCER: {
        "top": ("producer", "Вёрстка"),
        "take": ("producer", "Эфир"),
        "message": ("producer", "Ведущему"),
        "clear": ("producer", "Эфир"),
        "show": ("producer", "Эфир"),
        "answered": ("producer", "Эфир"),
        "chosen": ("producer", "Вёрстка"),
        "back": ("producer", "Эфир"),
        "intake": ("producer", "Эфир и приём"),
        "wrap": ("producer", "Эфир и приём"),
    },
    Role.SCREENER: {
        "take": ("screener", "Путь звонка"),
        "write": ("screener", "Путь звонка"),
        "hold": ("screener", "Путь звонка"),
        "again": ("screener", "Путь звонка"),
        "warn": ("screener", "Кто звонит"),
        "hand": ("screener", "Путь звонка"),
        "second": ("screener", "Второй звонок"),
        "end": ("screener", "Перезвонить"),
        "close": ("screener", "Перезвонить"),
        "reopen": ("screener", "Перезвонить"),
    },
}
"""Where to read of each task of a practice, in their order; the tasks themselves stand in static/practice."""

OTHERWISE: Place = ("README", "")
ADMINISTRATION: Place = ("administrator", "")


def here() -> str:
    """Where the help for the page of this request begins: a path of ours."""
    endpoint, blueprint = request.endpoint or "", request.blueprint or ""
    name = (request.view_args or {}).get("name")
    for key in (f"{blueprint}/{name}", endpoint, blueprint):
        if key in PLACES:
            return _address(PLACES[key])
    return _address(ADMINISTRATION if blueprint.startswith("admin") else OTHERWISE)


def tasks_of(role: Role) -> dict[str, str]:
    """The tasks of a role's practice, each with the path at which to read of it."""
    return {task: _address(place) for task, place in TASKS[role].items()}


@cache
def _address(place: Place) -> str:
    """A page that is not there is a fault of ours, and none of the screen's that leads to it."""
    try:
        return address_of(*place)
    except KeyError as missing:
        log.error("help is not where a screen looks for it", page=place[0], why=str(missing))
        return "/help"
