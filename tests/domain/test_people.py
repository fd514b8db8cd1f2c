"""Who may act, and under which role the log remembers it."""

from __future__ import annotations

from live.domain.people import Actor, By, Role
from tests.domain.grid import refused

BOTH = Actor("Мария", frozenset({Role.MODERATOR, Role.PRODUCER}))


def test_an_actor_may_what_one_of_its_roles_may() -> None:
    assert BOTH.may({Role.PRODUCER, Role.HEAD})
    assert not BOTH.may({Role.HEAD})
    assert not BOTH.may(())


def test_an_actor_acts_under_the_role_that_allows_it() -> None:
    assert BOTH.acting({Role.PRODUCER}) == By("Мария", "producer")
    assert BOTH.acting({Role.PRODUCER, Role.MODERATOR}) == By("Мария", "moderator")


def test_an_actor_without_the_role_is_told_which_it_needs() -> None:
    refusal = refused("forbidden", lambda: BOTH.acting({Role.HEAD, Role.SCREENER}))
    assert "head, screener" in str(refusal)


def test_an_executor_acts_for_its_department_alone() -> None:
    work = {Role.COORDINATOR, Role.EXECUTOR}
    igor = Actor("Игорь", frozenset({Role.EXECUTOR}), "user:7", "ЖКХ")
    assert igor.acting(work) == By("Игорь", "executor", "ЖКХ", "user:7")
    assert Actor("Ключ", frozenset({Role.EXECUTOR}), "key:5").acting(work) == By("Ключ", "executor", "", "key:5")
    both = Actor("Ольга", frozenset(work), "user:8", "ЖКХ")
    assert both.acting(work) == By("Ольга", "coordinator", None, "user:8")
