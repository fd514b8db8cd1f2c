"""What a sentence of a question does: greet, thank, beg, ask, tell of a trouble, name a place. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from live.language.addresses import address_of
from live.language.lemmas import dictionary, lemmas_of
from live.language.similar import FUNCTION_WORDS
from live.language.words import words

FIRST = 2.5
"""What the first sentence that tells anything weighs more: it says what the text is about."""

MOSTLY = 0.6
"""Share of a sentence's words that another has too, from which on it only says the same again."""

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


def is_russian(text: str) -> bool:
    """Whether most of its letters are Cyrillic: of nothing else is anything known."""
    letters = sum(one.isalpha() for one in text)
    return letters > 0 and 2 * len(_CYRILLIC.findall(text)) > letters


def has_words(text: str) -> bool:
    """Whether anything is said there: «2.» numbers what follows."""
    return _LETTERS.search(text) is not None


# What is left out

_HELLO = (
    r"(?:здравствуй(?:те)?|здраствуйте|приветствую|привет|добр(?:ый|ого|ое)\s+(?:день|дня|вечер|вечера|утро|утра)"
    r"|доброго\s+(?:времени\s+суток|здоровья))"
)
_RESPECTED = r"(?:(?:много)?уважаем\w+|дорог(?:ая|ие|ой))(?:\s+[\w-]+){1,5}?"
_NAMED = r"[\w-]+\s+\w+(?:вич|ьич|вна|чна)"
_STOP = r"\s*[,.!:;…)—–]+\s*"
_GREETING = re.compile(
    rf"[\s\W]*(?:{_HELLO}(?:\s*,?\s*(?:{_RESPECTED}|{_NAMED}|все[мх]?|друзья|коллеги)(?={_STOP}))?(?:{_STOP}|\s+|$)"
    rf"|(?:{_RESPECTED}|{_NAMED}){_STOP})",
    re.IGNORECASE,
)


def greeting_end(text: str) -> int:
    """Where the greetings are over that a text begins with; 0 where there are none."""
    end = 0
    while found := _GREETING.match(text, end):
        end = found.end()
    return end


_THANKS = re.compile(
    r"[\s\W]*(?:(?:за)?ранее\s+|большое\s+|огромное\s+|всем\s+)*(?:спасибо|благодар\w+|признател\w+|с\s+уважением"
    r"|с\s+надеждой|всего\s+(?:доброго|хорошего)|до\s+свидания|хорошего\s+дня|жду\s+ответ\w*|жд[её]м\s+ответ\w*)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[\s\W]*(?:(?:с\s+уважением\W+)?жители\s+[^.!?]{0,60}"
    r"|(?:[А-ЯЁ][а-яё]+|[А-ЯЁ]\.)(?:\s*(?:[А-ЯЁ][а-яё]+|[А-ЯЁ]\.)){1,2})[\s\W]*"
)
_ENCLOSED = re.compile(
    r"(?:фото|видео|скриншот|снимк|снимок|изображени|файл)\w*.{0,40}(?:прил[ао]|прикреп|см\.|смотри|ниже|вложен)"
    r"|(?:прил[ао]|прикреп|см\.|смотри)\w*.{0,30}(?:фото|видео|скриншот|снимк|файл)|координат\w+|gps",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:ст(?:ать[яеию]|\.)\s*\d|гост|снип|санпин|сп\s+\d|пуэ|фз\b|кодекс\w*|пп\s+рф|постановлени\w+|законодательств\w*"
    r"|закон\w*\s|приказ\w*|правил\w*|распоряжени\w+|регламент\w*)|№\s*\d+-\w+",
    re.IGNORECASE,
)
_GENERIC = FUNCTION_WORDS | frozenset(
    words(
        "прошу просить просьба просим прошить помочь помогать помощь принять принимать мера срочный срочно разобраться "
        "разобрать решить решать решение вопрос проблема ситуация дело тема обратить внимание содействие содействовать "
        "посодействовать рассмотреть обращение заявка жалоба сообщение ответ ответить ответьте отреагировать "
        "реагировать пора наконец наконец-то скорый скоро скорее быстрый быстро ближайший время срок данный этот "
        "такой настоящий убедительно убедительный очень большой огромный еще раз снова опять повторно "
        "надеяться надежда ждать ожидать "
        "спасибо благодарить благодарность заранее уважение дорогой добро день вечер утро привет ужас ужасный позор "
        "безобразие кошмар беспредел доколе сколько можно мочь терпеть люди человек житель гражданин сделать делать "
        "что-нибудь что-то нибудь нужно надо необходимый необходимо должный тоже также пожалуйста крик душа сила "
        "надоесть устать стыд стыдно вы вас нам нас мы я мне меня себя ваш наш мой сам самый какой какие какая где "
        "неужели раз фото фотография приложение прилагать прикладывать прикрепить прилагаться видео ниже фотоотчет "
        "факт обязать ответственный организация лицо служба провести проверка исправить устранить устранение нарушение "
    ).split()
)
"""What may be said of any trouble: a sentence of such words alone begs, complains or sighs."""


def is_filler(sentence: str) -> bool:
    """Whether it only greets, thanks, signs, begs, or tells that a photo is enclosed."""
    said = words(sentence).split()
    if greeting_end(sentence) == len(sentence):
        return True
    if len(said) <= 9 and (_THANKS.match(sentence) or _ENCLOSED.search(sentence)):
        return True
    return _SIGNED.fullmatch(sentence) is not None or _telling(sentence) == frozenset()


def tells(sentence: str) -> int:
    """How many different words of it could not be said of any trouble."""
    return len(_telling(sentence))


@lru_cache(maxsize=2000)
def _telling(sentence: str) -> frozenset[str]:
    """The dictionary forms of its words that could not be said of any trouble."""
    forms = (lemmas_of(word) for word in words(sentence).split())
    return frozenset(known[0] for known in forms if _GENERIC.isdisjoint(known))


# What is kept

_QUESTION_WORDS = re.compile(
    r"\b(?:когда|почему|зачем|кто|куда|каким|какие|планиру\w+|будет\s+ли|будут\s+ли|можно\s+ли|собира\w+\s+ли)\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:прош\w+|просим|просьба|треб\w+|необходим\w*|нужн\w+|надо|помогите|хотелось\s+бы|хотим|хочется|обязать)\b",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:не|нет|без|никто|ничего|невозможно|нельзя|отсутству\w+|слом\w+|разб\w+|разруш\w+|протек\w+|теч[еёь]\w*"
    r"|ям[аыеу]\w*|мусор\w*|свалк\w+|холодн\w+|затоп\w+|зат[оа]пл\w+|опасн\w+|авари\w+|т[её]мн\w+|гряз\w+|вон[яь]\w*"
    r"|запах\w*|наледь|л[её]д|гололед\w*|сосульк\w+|перекр\w+|засор\w+|повре\w+|неисправ\w+|перегорел\w*|плох\w+|ужасн\w+"
    r"|страда\w+|отключ\w+|прорва\w+|прорыв\w*|крыс\w+|плесен\w+|угро\w+|упал\w*|обвал\w*|обруш\w+|провал\w*"
    r"|брошен\w+|незаконн\w+|шум\w*)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?i:ул|улиц\w+|дом[аеу]?|д|пр|проспект\w*|просп|шоссе|переул\w+|пер|остановк\w+|школ\w+|сад\w*|больниц\w+|подъезд\w*"
    r"|парадн\w+|дворе?|этаж\w*|деревн\w+|село|сел[ае]|пос[её]л\w+|город\w*|адрес\w*|дорог\w+|мост\w*|площад\w+|парк\w*|район\w*)\b"
    r"|(?<=[а-яё,] )[А-ЯЁ][а-яё]{3,}",
)
_EARLIER = re.compile(
    r"\b(?:обраща\w+|обратил\w+|заявк\w+|пис(?:ал|ать)\w*|пишу|пишем|напис\w+|отписк\w+|звонил\w*|жал\w+"
    r"|обращени\w+|портал\w*|ответ\w*|сообщал\w*)\b",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"\b(?:неужели|сколько\s+можно|доколе|за\s+что\s+(?:мы\s+)?плат\w+"
    r"|когда\s+(?:же\s+)?(?:это|вс[её])\s+(?:законч|прекрат)\w+|кто\s+(?:за\s+это\s+)?(?:ответит|отвечает|несет|несёт))\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"[\s\W]*(?:это|эт[аио]|этого|этой|этому|он|она|оно|они|его|ее|её|их|там|туда|так|таким|такая|такое|такие|поэтому"
    r"|но|а|и|или|также|тоже|при\s+этом|причем|причём|кроме\s+того|однако|зато|хотя|ведь|потом|затем|тогда|после\s+этого"
    r"|в\s+результате|из-за\s+этого|в\s+связи\s+с\s+этим|соответственно|столько|настолько|которы\w+|что|чтобы|вс[её]\s+это"
    r"|данн\w+)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def weight(sentence: str) -> float:
    """How much it belongs on air: it asks, tells of a trouble, says where; less where it tells of earlier letters."""
    asks = 2.0 if sentence.rstrip().endswith("?") else 1.0 * bool(_QUESTION_WORDS.search(sentence))
    demands = 1.5 * bool(_DEMANDS.search(sentence) or _commands(sentence))
    placed = 1.0 * bool(_PLACE.search(sentence)) + 1.0 * (address_of(sentence) is not None)
    tells = 1.5 * bool(_TROUBLE.search(sentence)) + placed
    besides = (
        2.5 * bool(_LAW.search(sentence))
        + 1.5 * bool(_EARLIER.search(sentence))
        + 1.5 * bool(_RHETORICAL.search(sentence))
        + 2.0 * bool(_ENCLOSED.search(sentence))
        + 1.0 * (len(_telling(sentence)) < 2)
        + 2.0 * sentence.rstrip().endswith(":")
    )
    return max(asks, demands) + tells - besides


def _commands(sentence: str) -> bool:
    """Whether a word of it is an imperative: «почините», «уберите»."""
    return any(word.endswith("те") and _is_imperative(word) for word in words(sentence).split())


@lru_cache(maxsize=5000)
def _is_imperative(word: str) -> bool:
    return "impr" in dictionary().parse(word)[0].tag


def leans(sentence: str) -> bool:
    """Whether it is only understood after the one before it."""
    return _LEANS.match(sentence) is not None


def repeats(sentence: str, other: str) -> bool:
    """Whether it says little more than the other."""
    mine = _telling(sentence)
    return bool(mine) and len(mine & _telling(other)) >= MOSTLY * len(mine)


def signs(sentence: str) -> bool:
    """Whether it is nothing but a signature."""
    return _SIGNED.fullmatch(sentence) is not None


def asks(sentence: str) -> bool:
    """Whether it asks, demands or bids, if only in passing."""
    found = (pattern.search(sentence) for pattern in (_QUESTION_WORDS, _DEMANDS, _RHETORICAL))
    return "?" in sentence or any(found) or _commands(sentence)


def complains(sentence: str) -> bool:
    """Whether it names a trouble."""
    return _TROUBLE.search(sentence) is not None


def happens(clause: str) -> bool:
    """Whether it has a verb that tells what somebody does, or did."""
    return any(_is_verb(word) for word in words(clause).split())


@lru_cache(maxsize=5000)
def _is_verb(word: str) -> bool:
    return dictionary().parse(word)[0].tag.POS == "VERB"


_DENIES = re.compile(r"\b(?:не|нет|без|никто|ничего|невозможно|нельзя|отсутству\w+)\b", re.IGNORECASE)


def denies(sentence: str) -> bool:
    """Whether something of it is not so: a trouble that is named there still stands."""
    return _DENIES.search(sentence) is not None
