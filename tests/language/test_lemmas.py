"""Dictionary forms of whatever stands in a text."""

from __future__ import annotations

from live.language.lemmas import lemmas


def test_a_letter_that_has_no_name_is_a_word_of_its_own() -> None:
    """The dictionary asks for the name of each letter, and some of Unicode's have none."""
    assert lemmas("Вода \U00017000").split()[-1] == "\U00017000"
