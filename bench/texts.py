"""Invented questions of the usual length (150 to 300 characters), each with a mark by which its frames are known.

They are of some eight thousand houses, but every tenth: those are of a few troubles, which others asked of in the same
words. On a real line fewer ask the same so closely; where all do, what is measured is the gathering into stacks.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

MARK = re.compile(r"\[#(\d+)\]")

_NAMES = ["Анна П.", "Сергей Викторович К.", "Гульнара С.", "Мария Ивановна", "Пётр Л.", "Айрат Х.", "Ольга Т."]
_STREETS = ["Садовой", "Лесной", "Гагарина", "Новой", "Комсомольской", "Мира", "Полевой", "Заречной"]
_STARTS = [
    "Здравствуйте! Живём на улице {street}, дом {house}.",
    "Добрый день! Пишу вам от всего дома {house} по улице {street}.",
    "Уважаемый Иван Сергеевич, мы жители улицы {street}, дом {house}.",
]
_MATTERS = [
    "Третий месяц во дворе не горит ни один фонарь, вечером дети возвращаются из школы в полной темноте.",
    "После ремонта теплотрассы дорогу так и не восстановили, осталась яма, в которую уже попала скорая помощь.",
    "Автобус ходит два раза в день, утром в него не войти, а следующий приходит только после обеда.",
    "Воду отключают каждую неделю без предупреждения, а в управляющей компании никто не берёт трубку.",
    "Обещали построить детскую площадку ещё в прошлом году, но до сих пор на её месте лежат трубы.",
]
_ASKS = [
    "Когда это исправят и кто за это отвечает?",
    "Просим назвать точный срок, писали уже четыре раза.",
    "Скажите, пожалуйста, есть ли это в плане на следующий год?",
]
_KINDS = 500
_HOUSES = 997
_TENTH = 10
_TROUBLES = 5


def _body(draw: random.Random) -> str:
    start = draw.choice(_STARTS).format(street=draw.choice(_STREETS), house="HOUSE")
    text = f"{start} {draw.choice(_MATTERS)} {draw.choice(_ASKS)} [#MARK]"
    question = {"text": text, "author": {"name": draw.choice(_NAMES)}, "external_id": "bench-MARK"}
    return json.dumps(question, ensure_ascii=False)


def _kind_and_house(mark: int) -> tuple[int, int]:
    if mark % _TENTH == 0:
        trouble = mark // _TENTH % _TROUBLES
        return trouble, trouble + 1
    return mark % _KINDS, 1 + mark * 7919 % _HOUSES


def bodies(first: int) -> Iterator[tuple[int, bytes]]:
    """Endless questions as JSON, each with its mark, counted from `first`; the same for the same mark."""
    draw = random.Random(2026)
    kinds = [re.split(b"HOUSE|MARK", _body(draw).encode()) for _ in range(_KINDS)]
    for mark in itertools.count(first):
        kind, house = _kind_and_house(mark)
        start, upto_mark, upto_id, end = kinds[kind]
        told = b"%d" % mark
        yield mark, b"%b%d%b%b%b%b%b" % (start, house, upto_mark, told, upto_id, told, end)


def texts(first: int) -> Iterator[tuple[int, str]]:
    """The same questions' texts alone."""
    for mark, body in bodies(first):
        yield mark, json.loads(body)["text"]


def vk_messages(first: int, secret: str) -> Iterator[tuple[int, bytes]]:
    """The same as a community's messages at VK, each of another person, in the chat with them."""
    for mark, text in texts(first):
        message = {"id": mark, "date": 1785571200, "from_id": 1000 + mark, "peer_id": 1000 + mark, "text": text}
        callback = {"type": "message_new", "object": {"message": message, "client_info": {}}, "group_id": 456}
        yield mark, json.dumps({**callback, "event_id": f"e{mark}", "v": "5.199", "secret": secret}).encode()


def forms(first: int, given: Callable[[int], str]) -> Iterator[tuple[int, bytes]]:
    """The same as a resident's browser sends them; `given` is what the page had given to that form."""
    for mark, text in texts(first):
        filled = {"form": given(mark), "text": text, "name": "Анна П.", "contact": "", "locality": "", "consent": "1"}
        yield mark, urlencode(filled).encode()


def batches(first: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Endless batches of `size` questions, each known by the mark of its first."""
    one_by_one = bodies(first)
    while True:
        rows = list(itertools.islice(one_by_one, size))
        yield rows[0][0], b'{"questions":[' + b",".join(body for _, body in rows) + b"]}"
