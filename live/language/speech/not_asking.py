"""Whether a text asks nothing at all: it thanks, greets, or advertises. Pure.

Strict, since a question that is taken for thanks may be read last: one sentence that asks, demands, complains or merely
tells of something, and the text is no such thing. Whoever is abusive is found by the centre's rude words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from razdel import sentenize

from live.language import speech_acts as acts
from live.language.words import words


class Kind(StrEnum):
    THANKS = "thanks"
    GREETING = "greeting"
    ADVERTISING = "advertising"


LONGEST = 700
"""Letters of a text that may be one of these: who writes more has something to say."""

LONGEST_WISH = 14
"""Words of a sentence that does nothing but greet or wish well."""

OFFERS = 2
"""Different words of an offer that an advertisement has at the least, beside one of how to come by it."""

SIGNS = 3
"""Words of either kind together."""

TOLD = 5
"""Words that are told as the reason, at the most."""


@dataclass(frozen=True, slots=True)
class NotAsking:
    """What a text is, and the words of it that say so."""

    kind: Kind
    words: tuple[str, ...]


def columns(found: NotAsking | None) -> dict[str, Any]:
    """By the names of the columns that hold it."""
    return {
        "not_asking": found.kind.value if found else None,
        "not_asking_words": list(found.words) if found else None,
    }


def not_asking(text: str) -> NotAsking | None:
    """What it is instead of a question; None for whatever may be one."""
    if len(text) > LONGEST or "?" in text:
        return None
    return _thanks_or_greeting(text) or _advertising(text)


def _any_of(*phrases: str) -> re.Pattern[str]:
    """Any of these, whatever the case and ё; * stands for more letters or none."""
    written = "|".join(phrase.replace("е", "[её]").replace("*", r"\w*").replace(" ", r"\s+") for phrase in phrases)
    return re.compile(rf"\b(?:{written})\b", re.IGNORECASE)


def _all(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found[0] for found in pattern.finditer(text)]


# Thanks and greetings

_THANKS = _any_of(
    *("спасибо", "спасиб", "спасибочки", "благодарю", "благодарим", "благодарят", "благодарен", "благодарна"),
    *("благодарны", "благодарность", "благодарности", "благодарностью", "признателен", "признательна", "признательны"),
    *(
        "признательность",
        "поблагодарить",
        "поклон",
        "так держать",
        "молодец",
        "молодцы",
        "молодцом",
        "умница",
        "умницы",
        "умнички",
    ),
)
_PRAISE = _any_of(
    *(
        "очень доволь*",
        "довольны",
        "доволен",
        "довольна",
        "очень рад*",
        "очень приятно",
        "приятно",
        "красота",
        "красиво",
    ),
    *("отличн*", "прекрасн*", "замечательн*", "чудесн*", "супер", "здорово", "классно", "браво", "понравил*"),
    *("стало чисто", "стало светло", "стало уютно", "стало красиво", "стало тепло", "стало удобно", "стало лучше"),
)
_WISHES = _any_of(
    *("здоровья", "удачи", "успехов", "счастья", "благополучия", "мира и добра", "всех благ", "дай бог", "храни вас"),
    *("всего доброго", "всего хорошего", "всего самого *", "всего наилучшего", "до свидания", "с уважением"),
    *("с новым годом", "с наступающ*", "с праздник*", "с рождеством", "с днем *", "с юбилеем", "с пасхой"),
    *("поздравляю", "поздравляем", "желаю", "желаем", "удачного эфира", "хорошего эфира", "хорошего дня"),
    *("хорошего вечера", "доброго дня", "доброго вечера", "доброго здоровья", "хорошей трансляции", "хорошей работы"),
    *("привет из", "привет от", "привет всем", "приветы из", "всем привет", "всем здравствуйте", "всем добра"),
    *("всем доброго *", "всем добрый *", "всем доброе *", "смотрим вас", "смотрю вас", "слушаем вас", "слушаю вас"),
)
_KINDLY = _any_of(
    *("примите благодарност*", "примите поздравлен*", "примите нашу *", "примите мою *", "примите мои *"),
    *("примите самую *", "примите искренн* *", "примите слова", "будьте здоровы", "будьте счастливы", "держитесь"),
    *("продолжайте в том же духе", "передайте спасибо", "передайте благодарность", "передайте наше", "передайте мое"),
    *("передайте им", "передайте ему", "передайте ей", "передайте, пожалуйста,", "передайте пожалуйста"),
    *("всем, кто", "всех, кто", "тем, кто", "всем кто", "тем кто", "какие вы", "какие молодцы", "без вас"),
    *("хочу поблагодарить", "хотим поблагодарить", "хотел* поблагодарить", "хочу сказать", "хотим сказать"),
    *("хочу выразить", "хотим выразить", "хочется сказать", "хочется поблагодарить", "хотелось бы поблагодарить"),
    *("хотелось бы сказать", "неравнодуш*", "не вопрос"),
)
"""What looks like a demand or a question, and is neither."""

_REPAIRED = _any_of(
    *("ремонт", "ремонта", "отремонтир*", "починил*", "починен*", "убрал*", "уборк*", "убирают", "вывез*", "вывоз"),
    *("устранил*", "устранение", "устранен*", "заделал*", "почистил*", "расчистил*", "сделал*", "восстановил*"),
    *("включил*", "решил*", "решение", "помог", "помогл*", "помощь", "исправил*", "заменил*", "замену", "установил*"),
)
"""What was done about a trouble, so that naming it is no complaint."""

_BUT = _any_of(
    *("но", "однако", "только", "жаль", "жалко", "к сожалению", "хотелось", "хочу", "хотим", "хочется", "пожалуйста"),
    *("до сих пор", "опять", "снова", "вместо", "остал*", "забыл*", "забыва*", "сколько", "долго", "ждать", "жду"),
    *("ждем", "ждете", "ждут", "устали", "надоел*", "заранее", "почему*", "вопрос*", "зато", "бы", "чтобы", "хуже"),
    *("плохо", "зря", "даже", "якобы", "называется", "такую жизнь", "такая жизнь", "никак*", "вот и", "развал*"),
    *("разруш*", "отключ*", "закрыли", "подорожа*", "повыш*", "штраф*", "налог*", "обещ*", "отписк*", "позор*"),
    *("стыд*", "наконец бы", "пора", "пусть", "никому", "пропал*", "третий день", "второй день", "неделю"),
    *("пробк*", "сугроб*", "потоп*", "выруб*", "снес*", "снос*", "слаб*", "крив*", "напор*", "луж*", "толку", "ноль"),
    *("дожить", "дожд*", "по часам", "по пояс", "по колено", "через раз", "перекоп*", "переплат*", "очеред*"),
)
"""With one of these thanks are no thanks: an objection, a wish for more, irony."""

_SIGNED = re.compile(
    r"\W*(?:жители|жильцы)\s+(?:дома|улицы|села|деревни|пос[её]лка|города|района|подъезда|двора)(?:\s+[\w-]+){0,2}\W*",
    re.IGNORECASE,
)
_IRONY = re.compile(r"[«\"“„][а-яё]|[😡🤬😠🤮👎🤡😤🤦]")
"""«Отличный» in quotes; a name begins with a capital letter."""

_CLAUSES = re.compile(r"[,;:()—–]|\s-\s|\bа\b")

_LEADS_TO_THANKS = frozenset(
    words(
        "а и ну вот всем вам тебе вас просто еще раз от всей души с от нас меня мы я огромное большое человеческое "
        "низкий сердечное искреннее искренне очень сердечно жители жильцы семья дома подъезда улицы выражаем выражаю "
        "выражают говорим говорю хочу хотим сказать выразить примите передайте пожалуйста вы "
        "какие такие все ребята большая огромная"
    ).split()
)
"""What may stand before the word of thanks without telling of anything else."""


def _thanks_or_greeting(text: str) -> NotAsking | None:
    """One of the two, where each of its sentences is; a signature says nothing."""
    if not (acts.greeting_end(text) or _THANKS.search(text) or _WISHES.search(text)):
        return None  # As nearly every text.
    if _IRONY.search(text):
        return None
    greeted: list[str] = []
    thanked: list[str] = []
    for sentence in _sentences(text):
        if not acts.has_words(sentence) or acts.signs(sentence) or _SIGNED.fullmatch(sentence):
            continue
        if _asks_or_complains(sentence):
            return None
        if thanks := _of_thanks(sentence):
            thanked += thanks
        elif wishes := _of_wishes(sentence):
            greeted += wishes
        else:
            return None
    if thanked:
        return NotAsking(Kind.THANKS, _once(thanked)[:TOLD])
    return NotAsking(Kind.GREETING, _once(greeted)[:TOLD]) if greeted else None


def _sentences(text: str) -> list[str]:
    return [line for one in sentenize(text) for line in one.text.split("\n")]


def _asks_or_complains(sentence: str) -> bool:
    rest = _KINDLY.sub(" ", sentence[acts.greeting_end(sentence) :])
    if _BUT.search(rest) or acts.asks(rest):
        return True
    if acts.complains(rest) and (acts.denies(rest) or not _REPAIRED.search(rest)):
        return True
    return any(_tells_more(clause) for clause in _CLAUSES.split(rest))


def _tells_more(clause: str) -> bool:
    """Whether something happens in it that is neither thanked for, nor mended, nor wished."""
    kind = (_THANKS, _PRAISE, _WISHES, _REPAIRED)
    return not any(pattern.search(clause) for pattern in kind) and acts.happens(clause)


def _of_thanks(sentence: str) -> list[str]:
    """The words of thanks, where nothing is told before them but what was done."""
    found = list(_THANKS.finditer(sentence))
    if not found:
        return []
    before = words(sentence[acts.greeting_end(sentence) : found[0].start()]).split()
    leads = all(word in _LEADS_TO_THANKS or word.isdigit() for word in before)
    return [one[0] for one in found] if leads or _REPAIRED.search(sentence) or _PRAISE.search(sentence) else []


def _of_wishes(sentence: str) -> list[str]:
    """The words of a greeting, of a wish or of praise."""
    said = words(sentence).split()
    if len(said) > LONGEST_WISH or "нам" in said:
        return []  # Who wishes something for themselves has something to say.
    greets = acts.greeting_end(sentence)
    if greets and not acts.has_words(sentence[greets:]):
        return [sentence[:greets].strip(" ,.!;:—–-")]
    return [*_all(_WISHES, sentence), *_all(_PRAISE, sentence)]


# Advertising

_OFFERS = _any_of(
    *("скидк*", "распродаж*", "промокод*", "кэшбек*", "бонус*", "розыгрыш*", "займ*", "микрозайм*", "кредит*"),
    *("рефинансир*", "казино", "букмекер*", "ставки на спорт", "фриспин*", "крипт*", "биткоин*", "инвестиц*"),
    *("пассивн* доход*", "дополнительн* доход*", "доход от", "заработок", "заработка", "заработай*", "заработать"),
    *("подработк*", "удаленн* работ*", "работ* на дому", "вакансии", "продам", "продаю", "продается", "продаем"),
    *("куплю", "купим", "скупк*", "выкуп*", "сдам", "сдаю", "сдается", "сдаем", "натяжн* потолк*", "пластиков* окн*"),
    *("окна пвх", "грузоперевоз*", "грузчик*", "ремонт квартир", "ремонт стиральных", "ремонт холодильников"),
    *("ремонт компьютеров", "ремонт телефонов", "под ключ", "маникюр*", "наращивани*", "репетитор*", "гадани*"),
    *("гадаю", "приворот*", "бесплатн* замер*", "бесплатн* консультаци*", "бесплатн* доставк*", "бесплатн* урок*"),
    *("бесплатн* вебинар*", "бесплатн* марафон*", "доставка по городу", "доставка на дом", "недорого", "низк* цен*"),
    *("выгодн*", "по цене", "акция", "акции", "рублей", "гарантия", "без справок", "без отказа"),
    *("без поручителей", "без вложений", "без предоплаты", "одобрени*", "опытн* мастер*", "накрут*", "раскрутк*"),
    *("подписчик*", "франшиз*", "похудеть", "похудени*", "новая коллекция", "новое поступление", "в наличии"),
)
_REACHED = re.compile(
    r"https?://\S+|\bwww\.\S+|\b(?:t|wa)\.me/\S+|\bvk\.(?:cc|com|me)/\S+|(?<![\w.])@\w{4,}"
    r"|\b(?:звони|пиши|переходи|жми|заказывай|заходи|вступай|подписывай|записывай|регистрируй|оформляй|приходи)(?:те)?(?:сь|ся)?\b"
    r"|\b(?:закажите|оформите|успейте|успей|ждём\s+вас)\b|\bв\s+(?:лс|личку|директ)\b|\bссылк\w+\s+в\s+(?:профиле|описании)"
    r"|(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"[а-яё ]+", re.IGNORECASE)
_OF_A_CITIZEN = _any_of(
    *("прошу", "просим", "просьба", "помоги*", "хотелось", "пожалуйста", "обязать", "уберите", "примите", "разбер*"),
    *("проверьте", "проверить", "накаж*", "останов*", "запрет*", "почин*", "жалоб*", "жалую*", "жалуем*", "незаконн*"),
    *("расклее*", "расклеи*", "реклам*", "вывеск*", "листовк*", "навяз*", "мошен*", "спам*", "обман*", "предлагают"),
    *("звонят", "присылают", "приходят", "нам", "у нас", "мне", "у меня", "мы", "когда", "почему", "кто", "куда"),
    *("зачем", "администрац*", "глава", "главе", "губернатор*", "жкх", "управляющ*", "поликлиник*", "больниц*"),
    *("чиновник*", "жители", "власт*", "полици*", "прокур*", "сосед*", "подъезд*", "продают", "просроч*"),
    *("отменили", "пенсионер*", "расскажу"),
)
"""Who speaks so tells of an offer, or of something else, and makes none."""


def _advertising(text: str) -> NotAsking | None:
    """An offer, and how to come by it, in the words of whoever makes it."""
    offers = _once(_all(_OFFERS, text))
    if len({one.lower()[:5] for one in offers}) < OFFERS or _OF_A_CITIZEN.search(text):
        return None
    reached = _once(_all(_REACHED, text))
    if not reached or len(offers) + len(reached) < SIGNS:
        return None
    # Not the link or the telephone itself: that is somebody's.
    return NotAsking(Kind.ADVERTISING, (*offers, *(one for one in reached if _IN_WORDS.fullmatch(one)))[:TOLD])


def _once(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, as it was written first."""
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(one.lower(), one)
    return tuple(first.values())
