"""Who practises where: on a broadcast of their own, which is there for nobody else."""

from __future__ import annotations

import uuid

from flask.testing import FlaskClient

from live.domain.people import Role
from live.store.centre import access
from live.web.help.places import TASKS, tasks_of
from tests.web.administrator import HTML
from tests.web.house import House, csrf, problem

PASSWORD = "четыре разных слова"


def signed_in(house: House, *roles: str, slug: str | None = None) -> tuple[FlaskClient, str]:
    """Somebody's browser, and their login."""
    client, login = house.app.test_client(), f"u{uuid.uuid4().hex[:10]}"
    house.user(login, PASSWORD, *roles, slug=slug)
    house.sign_in(client, login, PASSWORD)
    return client, login


def begun(client: FlaskClient, role: str = "moderator") -> str:
    """The slug of a practice that this browser begins."""
    token = csrf(client.get("/practice", headers=HTML).text)
    answer = client.post(f"/practice/{role}", data={"csrf_token": token}, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.location.split("/")[2]


def test_whoever_holds_a_role_of_one_show_practises_it_and_no_other(house: House) -> None:
    client, _ = signed_in(house, "moderator", slug=house.show())
    page = client.get("/practice", headers=HTML).text
    assert "Модератор" in page and "Режиссёр" not in page
    assert client.get(f"/b/{begun(client)}/desk").status_code == 200


def test_an_administrator_alone_on_the_first_day_practises_each(house: House) -> None:
    client, _ = signed_in(house, "admin")
    page = client.get("/practice", headers=HTML).text
    assert all(name in page for name in ("Модератор", "Режиссёр", "Редактор звонков"))


def test_whoever_holds_none_of_the_roles_is_told_which_are_practised(house: House) -> None:
    client, _ = signed_in(house, "executor")
    page = client.get("/practice", headers=HTML).text
    assert "Попросите роль у администратора" in page
    assert "/practice" not in client.get("/", headers=HTML).text
    token = csrf(page)
    assert client.post("/practice/moderator", data={"csrf_token": token}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(house: House) -> None:
    answer = house.app.test_client().get("/practice", headers=HTML)
    assert answer.status_code == 302 and answer.location.startswith("/login")


def test_a_practice_is_there_for_nobody_else(house: House) -> None:
    slug = begun(signed_in(house, "moderator")[0])
    other, _ = signed_in(house, "moderator", "admin")
    assert other.get(f"/b/{slug}/desk").status_code == 404
    assert slug not in other.get("/", headers=HTML).text + other.get("/admin/broadcasts", headers=HTML).text
    key = {"Authorization": f"Bearer {house.key(None, 'admin', 'moderator', 'source')}"}
    problem(house.client.get(f"/api/v1/broadcasts/{slug}/questions", headers=key), "not_found", 404)
    problem(
        house.client.post(f"/api/v1/broadcasts/{slug}/questions", json={"text": "?"}, headers=key), "not_found", 404
    )


def test_residents_have_no_form_of_a_practice(house: House) -> None:
    slug = begun(signed_in(house, "moderator")[0])
    stranger = house.app.test_client()
    assert {stranger.get(f"/b/{slug}/ask").status_code, stranger.get(f"/q/{slug}").status_code} <= {404, 302}
    assert stranger.get(f"/b/{slug}/ask").status_code == 404


def test_its_owner_has_the_one_role_there_that_is_practised(house: House) -> None:
    client, _ = signed_in(house, "moderator", "producer", "admin")
    slug = begun(client)
    assert client.get(f"/b/{slug}/desk").status_code == 200
    assert client.get(f"/b/{slug}/calls").status_code == 403
    assert client.get(f"/admin/broadcasts/{slug}").status_code == 404


def test_whose_role_was_taken_away_practises_no_longer(house: House) -> None:
    client, login = signed_in(house, "moderator")
    slug = begun(client)
    with house.store.write() as tx:
        row = access.account_by_login(tx.connection, login)
        assert row is not None
        access.set_roles(tx, row.id, {("executor", 0)})
    assert client.get(f"/b/{slug}/desk").status_code == 403


def test_a_screens_link_practises_its_own_screen_alone(house: House) -> None:
    show = house.show()
    client = house.app.test_client()
    house.let_in(client, house.key(show, "moderator", screen="desk"))
    assert client.get(f"/b/{begun(client)}/desk").status_code == 200
    other = house.app.test_client()
    house.let_in(other, house.key(show, "moderator", screen="prompter"))
    assert "Попросите роль" in other.get("/practice", headers=HTML).text


def test_a_practice_goes_on_until_it_is_removed(house: House) -> None:
    client, _ = signed_in(house, "screener")
    slug = begun(client, "screener")
    page = client.get("/practice", headers=HTML).text
    assert f"/b/{slug}/calls" in page and "Продолжить" in page
    client.post("/practice/screener/end", data={"csrf_token": csrf(page)})
    assert client.get(f"/b/{slug}/calls").status_code == 404
    assert "Продолжить" not in client.get("/practice", headers=HTML).text


def test_of_each_task_help_says_more() -> None:
    assert {role: list(tasks_of(role)) for role in TASKS} == {role: list(tasks) for role, tasks in TASKS.items()}
    assert all(address.startswith("/help/") and "#" in address for role in TASKS for address in tasks_of(role).values())
    assert set(TASKS) == {Role.MODERATOR, Role.PRODUCER, Role.SCREENER}


def test_without_the_pages_token_nothing_is_begun(house: House) -> None:
    client, _ = signed_in(house, "moderator")
    assert client.post("/practice/moderator").status_code == 400
    assert "Продолжить" not in client.get("/practice", headers=HTML).text
