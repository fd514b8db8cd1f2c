"""The administrator's lists as a browser without JavaScript edits them: nothing typed is lost, nothing overwritten."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.language.default_topics import TOPICS
from live.store.tables import centre_list
from live.views.admin.lists import centre_lists, whole_list
from tests.support.departments import forget_departments, keep_departments
from tests.web.house import House, csrf, problem

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}
NAMES = ("topics", "localities", "reasons", "templates")


class Administrator:
    """Somebody who has signed in as an administrator."""

    def __init__(self, house: House, login: str = "") -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        self.login = login or f"olga-{uuid.uuid4().hex[:6]}"
        house.user(self.login, PASSWORD, "admin")
        house.sign_in(self.client, self.login, PASSWORD)

    def page(self, name: str) -> str:
        response = self.client.get(f"/admin/lists/{name}", headers=HTML)
        assert response.status_code == 200
        return response.text

    def send(self, list_: str, page: str = "", /, **fields: Any) -> TestResponse:
        """The form with other fields in it, as it was on `page`."""
        page = page or self.page(list_)
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        body = {"csrf_token": csrf(page), "version": version[1], "do": "save", **fields}
        return self.client.post(f"/admin/lists/{list_}", data=body, headers=HTML)

    def saved(self, list_: str, /, **fields: Any) -> str:
        """The page after a save that must be done."""
        response = self.send(list_, **fields)
        assert response.status_code == 303, response.text
        return self.client.get(response.location, headers=HTML).text

    def items(self, name: str) -> list[Any]:
        return list(whole_list(self.house.store, name).items)


@pytest.fixture
def olga(each_house: House) -> Administrator:
    with each_house.store.write() as tx:
        tx.connection.execute(centre_list.delete())
    forget_departments(each_house.store)
    return Administrator(each_house)


def test_the_way_in_leads_to_the_lists(olga: Administrator) -> None:
    assert "/admin" in olga.client.get("/", headers=HTML).text
    assert olga.client.get("/admin").location == "/admin/lists"
    assert olga.client.get("/admin/lists").location == "/admin/lists/topics"
    assert olga.client.get("/admin/lists/colours").status_code == 404


def test_the_index_shows_them_to_administrators_alone(each_house: House) -> None:
    client = each_house.app.test_client()
    each_house.let_in(client, each_house.key(each_house.show(), "moderator", "producer"))
    assert "/admin" not in client.get("/", headers=HTML).text
    problem(client.get("/admin/lists/topics"), "forbidden", 403)
    assert each_house.app.test_client().get("/admin/lists/topics", headers=HTML).location.startswith("/login")


def test_a_link_opens_the_lists_and_nothing_else(each_house: House) -> None:
    client, slug = each_house.app.test_client(), each_house.show()
    assert client.get(f"/in/{each_house.key(None, 'admin', screen='admin')}").location == "/admin"
    assert client.get("/admin/lists/topics").status_code == 200
    problem(client.get(f"/b/{slug}/desk"), "forbidden", 403)
    problem(client.get("/tickets"), "forbidden", 403)


def test_another_screens_link_does_not_open_them(each_house: House) -> None:
    client = each_house.app.test_client()
    client.get(f"/in/{each_house.key(each_house.show(), 'admin', screen='desk')}")
    problem(client.get("/admin/lists/topics"), "forbidden", 403)


def test_the_page_begins_with_the_defaults(olga: Administrator) -> None:
    page = olga.page("topics")
    assert all(f'value="{html.escape(name)}"' in page for name, _ in TOPICS)
    assert "Модераторы увидят новый список сразу" in page


def test_a_topic_whose_answers_are_approved_says_so(olga: Administrator) -> None:
    typed = {"name": ["Вода", "Дороги", ""], "words": [""] * 3, "department": [""] * 3, "approval": ["yes", "", "yes"]}
    page = olga.saved("topics", **typed)
    assert [item.get("approval") for item in olga.items("topics")] == [True, None]
    assert page.count('value="yes" selected') == 1


def test_topics_are_saved_in_their_order(olga: Administrator, each_house: House) -> None:
    typed = {"name": ["Вода", "", "Дороги"], "words": ["вода, колонка;\nтруба ", "", ""]}
    page = olga.saved("topics", **typed, department=["Водоканал", "", ""])
    assert "Сохранено." in page
    assert olga.items("topics") == [
        {"name": "Вода", "words": ["вода", "колонка", "труба"], "department": "Водоканал"},
        {"name": "Дороги", "words": [], "department": None},
    ]
    with each_house.store.read() as connection:
        topics = centre_lists(connection)["topics"]
    assert topics == [{"name": "Вода", "department": "Водоканал"}, {"name": "Дороги", "department": None}]


def test_many_settlements_are_pasted_at_once(olga: Administrator) -> None:
    lines = ["Сосновка; пос. Сосновка, Сосновка-2", " Заречье ", "", *(f"Деревня {n}" for n in range(1900))]
    page = olga.saved("localities", lines="\r\n".join(lines))
    assert "Сосновка; пос. Сосновка; Сосновка-2\nЗаречье\n" in html.unescape(page)
    items = olga.items("localities")
    assert len(items) == 1902
    assert items[:2] == [
        {"name": "Сосновка", "also": ["пос. Сосновка", "Сосновка-2"]},
        {"name": "Заречье", "also": []},
    ]


def reasons(*added: str) -> dict[str, list[str]]:
    """The form's fields for the built-in reasons, all of them offered, and for new ones."""
    codes = ["off_topic", "not_ours", "duplicate", "abuse", "personal", "spam", "unclear", "other"]
    return {
        "code": [*codes, *("" for _ in added)],
        "label": [*("" for _ in codes), *added],
        "shown": [str(n) for n in range(len(codes) + len(added))],
    }


def test_an_own_reason_is_added_and_a_built_in_one_hidden(olga: Administrator, each_house: House) -> None:
    form = reasons("Чужой район")
    form["shown"].remove("5")
    page = olga.saved("reasons", **form)
    with each_house.store.read() as connection:
        offered = centre_lists(connection)["reasons"]
    assert "spam" not in [reason["code"] for reason in offered]
    assert offered[-1] == {"code": "chuzhoy_rayon", "label": "Чужой район"}
    assert 'value="chuzhoy_rayon"' in page and "Реклама, спам" in page


def test_ready_messages_are_saved_and_sent_to_the_screens(olga: Administrator, each_house: House) -> None:
    assert 'value="Закругляйтесь"' in olga.page("messages")
    typed = {"text": ["Рекламная пауза", "", "Уточнить адрес"], "kind": ["message", "message", "note"]}
    assert "Сохранено." in olga.saved("messages", **typed)
    with each_house.store.read() as connection:
        given = centre_lists(connection)["messages"]
    assert given == [{"text": "Рекламная пауза", "kind": "message"}, {"text": "Уточнить адрес", "kind": "note"}]


def test_stresses_are_saved_as_they_are_typed_and_tried_on_a_text(olga: Administrator) -> None:
    page = olga.saved("stresses", lines="Сосн+овка\nБольшо́е Зар+ечье")
    assert "Сохранено." in page and "Названий: 2." in page
    assert olga.items("stresses") == [{"name": "Сосн+овка"}, {"name": "Большо́е Зар+ечье"}]
    tried = olga.send("stresses", lines="Сосн+овка", do="try", sample="Когда в Сосновке дадут воду?").text
    assert "Когда в Сосно́вке дадут воду?" in tried


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a line without a name": ("topics", {"name": ["Вода", ""], "words": ["", "колонка"], "department": ["", ""]}),
    "a name twice": ("localities", {"lines": "Заречье\nСосновка\nзаречье"}),
    "a name too long": ("localities", {"lines": "ж" * 201}),
    "a control character": ("localities", {"lines": "Сосн\x07овка"}),
    "a phrase of danger with an empty part": ("urgent", {"lines": "нет отопления +"}),
    "too short a beginning of a word of danger": ("urgent", {"lines": "га*"}),
    "too long a phrase of danger": ("urgent", {"lines": "а б в г д е ж з и"}),
    "a name without a stress": ("stresses", {"lines": "Сосновка"}),
    "a stress at no vowel": ("stresses", {"lines": "Сос+новка"}),
    "a reason gone": ("reasons", {"code": ["other"], "label": [""], "shown": ["0"]}),
    "a message twice": ("messages", {"text": ["Медленнее", "медленнее"], "kind": ["message", "message"]}),
    "“other” hidden": ("reasons", {**reasons(), "shown": ["0", "1"]}),
}


@pytest.mark.parametrize(("name", "fields"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    each_house: House, olga: Administrator, name: str, fields: dict[str, Any]
) -> None:
    with each_house.unchanged():
        response = olga.send(name, **fields)
    assert response.status_code == 400 and 'role="alert"' in response.text
    shown = html.unescape(response.text)
    assert all(text in shown for typed in fields.values() for text in ([typed] if isinstance(typed, str) else typed))


def test_a_stale_save_shows_what_is_there_and_keeps_what_was_typed(each_house: House, olga: Administrator) -> None:
    olga.saved("localities", lines="Сосновка\nЗаречье")
    page = olga.page("localities")
    pavel = Administrator(each_house)
    pavel.saved("localities", lines="Сосновка\nОльховка")
    with each_house.unchanged():
        refused = olga.send("localities", page, lines="Сосновка\nМалиновка")
    assert refused.status_code == 409
    assert pavel.login.title() in refused.text
    assert "Сосновка\nМалиновка</textarea>" in refused.text
    assert re.search(r'id="theirs"><li>Ольховка</li></ol>', refused.text)
    assert re.search(r'id="mine"><li>Малиновка</li></ol>', refused.text)
    # Having seen both, one more save is a decision.
    assert olga.send("localities", refused.text, lines="Сосновка\nМалиновка").status_code == 303
    assert [item["name"] for item in olga.items("localities")] == ["Сосновка", "Малиновка"]


ACTS = {
    "up-1": ["Б", "А", "В"],
    "down-1": ["А", "В", "Б"],
    "up-0": ["А", "Б", "В"],
    "down-2": ["А", "Б", "В"],
    "remove-1": ["А", "В"],
    "remove-9": ["А", "Б", "В"],
    "more": ["А", "Б", "В"],
    "nonsense": ["А", "Б", "В"],
}


@pytest.mark.parametrize("act", ACTS)
def test_lines_are_moved_without_a_script_and_not_saved_yet(each_house: House, olga: Administrator, act: str) -> None:
    typed = {"name": ["А", "Б", "В"], "words": ["а", "б", "в"], "department": ["", "", ""]}
    with each_house.unchanged():
        page = olga.send("topics", do=act, **typed)
    assert page.status_code == 200 and "Ещё не сохранено." in page.text
    body = page.text.split("<template")[0]
    assert [name for name in re.findall(r'name="name"[^>]*value="([^"]*)"', body) if name] == ACTS[act]


def test_doubles_among_settlements_are_taken_out_with_their_spellings_kept(olga: Administrator) -> None:
    many = [f"Деревня {n % 1000}" for n in range(2000)]
    lines = ["Ёлкино; Елкино-1", "Заречье", "елкино; Ёлкинское; елкино-1", *many]
    page = olga.send("localities", do="once", lines="\n".join(lines)).text
    assert "Убрано повторов: 1001." in page
    assert "Ёлкино; елкино-1; Ёлкинское\nЗаречье\nДеревня 0" in html.unescape(page)


def test_ten_thousand_settlements_are_refused_and_stay_in_the_form(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        refused = olga.send("localities", lines="\n".join(f"Деревня {n}" for n in range(10000)))
    assert refused.status_code == 400
    assert "В списке не больше 2000 строк, а здесь 10000." in refused.text and "Деревня 9999" in refused.text


def test_topics_take_departments_of_the_list_alone(olga: Administrator, each_house: House) -> None:
    keep_departments(each_house.store, {"name": "Водоканал"})
    typed = {"name": ["Вода", "Дороги"], "words": ["", ""]}
    assert '<option value="Водоканал">' in olga.page("topics")
    with each_house.unchanged():
        refused = olga.send("topics", **typed, department=["Водоканал", "Автодор"])
    assert refused.status_code == 400 and "Ведомства «Автодор» нет в списке" in refused.text
    page = olga.saved("topics", **typed, department=["водоканал", ""])
    assert [item["department"] for item in olga.items("topics")] == ["Водоканал", None]
    assert "Темы без ведомства: 1" in page


def test_pasted_lines_fill_in_the_departments_of_topics(olga: Administrator, each_house: House) -> None:
    keep_departments(each_house.store, {"name": "Водоканал"}, {"name": "Автодор"})
    pasted = "вода; Водоканал\nДороги\tавтодор\nКосмос; Автодор\nСвет; Электросети"
    with each_house.unchanged():
        page = olga.send(
            "topics", do="propose", name=["Вода", "Дороги", "Свет"], words=[""] * 3, department=[""] * 3, pasted=pasted
        ).text
    assert "Заполнено ведомств: 2." in page
    assert re.findall(r'name="department"[^>]*value="([^"]+)"', page) == ["Водоканал", "Автодор"]
    assert "<li>Космос; Автодор</li><li>Свет; Электросети</li>" in page


def test_the_old_page_of_departments_leads_to_the_new_one(olga: Administrator) -> None:
    assert olga.client.get("/admin/lists/departments").location == "/admin/departments"


def test_settlements_are_sorted_by_name(olga: Administrator) -> None:
    page = olga.send("localities", do="sort", lines="Яблоновка\nЁлкино\nЖдановка\nАлексеевка")
    assert "Алексеевка\nЁлкино\nЖдановка\nЯблоновка</textarea>" in page.text


def test_a_list_is_tried_on_a_message_before_it_is_saved(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        topics = olga.send(
            "topics", do="try", name=["Вода"], words=["колонка"], department=[""], sample="Сломали колонку"
        )
        places = olga.send("localities", do="try", lines="Сосновка", sample="В Сосновке нет света")
        nothing = olga.send("localities", do="try", lines="Сосновка", sample="Нет света")
    assert re.search(r'<span class="chip own">Вода', topics.text)
    assert re.search(r'<span class="chip own">Сосновка', places.text)
    assert "Ничего не распознано" in nothing.text


def test_a_page_of_another_site_changes_nothing(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        refused = olga.client.post("/admin/lists/localities", data={"lines": "Сосновка", "version": "0"})
        problem(refused, "invalid", 400)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_version_is_stale(each_house: House, olga: Administrator, version: str) -> None:
    with each_house.unchanged():
        assert olga.send("localities", version=version, lines="Сосновка").status_code == 409


def test_a_form_over_two_mebibytes_is_too_large(each_house: House, olga: Administrator) -> None:
    with each_house.unchanged():
        assert olga.send("localities", lines="x" * (2 * 1024 * 1024)).status_code == 413


def test_rights_are_looked_at_with_each_request(house: House) -> None:
    client: FlaskClient = house.app.test_client()
    problem(client.post("/admin/lists/topics", data={}), "unauthorized", 401)


def test_templates_of_answers_are_saved_with_their_lines(olga: Administrator) -> None:
    typed = {"name": ["Дорога", ""], "text": ["Здравствуйте, {имя}!\r\nСрок {срок}.", ""], "topic": ["Дороги", ""]}
    page = olga.saved("templates", **typed)
    assert "Сохранено." in page and "{ведомство}" in page
    assert olga.items("templates") == [
        {"name": "Дорога", "text": "Здравствуйте, {имя}!\nСрок {срок}.", "topic": "Дороги"}
    ]


def test_a_template_with_an_unknown_placeholder_is_told_of_and_what_was_typed_stays(olga: Administrator) -> None:
    response = olga.send("templates", name=["Дорога"], text=["Здравствуйте, {фамилия}!"], topic=[""])
    assert response.status_code == 400
    assert "Подстановки «фамилия» нет" in response.text and "Здравствуйте, {фамилия}!" in response.text
