"""What residents are told until the centre has words of its own: content, as an answer is, so not translated."""

from __future__ import annotations

from live.domain.followup.notice import Kind

TEXTS = {
    Kind.ARRIVED: "Здравствуйте! Мы получили ваш вопрос, номер {номер}.\nЧто с ним стало: {ссылка}",
    Kind.SHORTLISTED: (
        "Ваш вопрос № {номер} отобран для эфира «{эфир}». "
        "Если очередь до него не дойдёт, ответим письменно.\nЧто с ним стало: {ссылка}"
    ),
    Kind.SOON: "Ваш вопрос № {номер} скоро прозвучит в эфире «{эфир}».",
    Kind.ON_AIR: "Ваш вопрос № {номер} сейчас звучит в эфире «{эфир}».",
    Kind.ANSWERED: "На ваш вопрос № {номер} ответили в эфире «{эфир}».\nКоротко: {ответ}\nПодробнее: {ссылка}",
    Kind.TICKETED: (
        "Ваш вопрос № {номер} передан в работу: ответят письменно.\n"
        "Отвечает: {ведомство}\nОтветим до {срок}\nЧто с ним стало: {ссылка}"
    ),
    Kind.DECLINED: "Ваш вопрос № {номер} не войдёт в эфир «{эфир}».\nПричина: {причина}\nПодробнее: {ссылка}",
}

REASONS = {
    "off_topic": "он не о теме этого эфира; спросите нас ещё раз в другой день",
    "not_ours": "это решает не район",
    "duplicate": "такой вопрос уже задали, на него ответят",
    "personal": "в нём личные данные других людей",
    "unclear": "мы не поняли, о чём он; напишите, пожалуйста, другими словами",
}
"""Why a question is declined, in words for who asked it; of another reason nothing is said."""
