"""What tells a copy of a post from another post, and which words hide one."""

from __future__ import annotations

from live.domain.listening.mention import HiddenWords, fingerprint

TEXT = "В Сосновке третий день нет воды, аварийная не едет и трубку не берёт"


def test_a_fingerprint_knows_a_copy_and_nothing_else() -> None:
    assert fingerprint(TEXT) == fingerprint(f"  {TEXT}\n\n#сосновка".replace("#сосновка", ""))
    assert fingerprint(TEXT) != fingerprint(f"{TEXT} опять")
    assert fingerprint("Спасибо") is None


def test_hidden_words_are_whole_words() -> None:
    words = HiddenWords(["кран", "продам*"])
    assert words.found("Кран течёт") and words.found("Срочно: ПРОДАМСЯ") and not words.found("Подкрановый путь")
