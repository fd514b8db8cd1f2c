"""The centre's lists as the screens are given them: names to choose from, never the key words behind them."""

from __future__ import annotations

from sqlalchemy import Connection

from live.protocol.list_views import ListsView, ReasonView
from live.store.centre import access, departments, lists
from live.store.centre.lists import CentreList
from live.store.transaction import Store


def centre_lists(connection: Connection) -> ListsView:
    """What a screen offers, in the centre's order; a topic with the department that answers for it, or null.

    A reason whose `label` is null is a built-in one. `hidden_reasons` are the centre's own that are offered no more:
    questions declined before still bear them. `departments` is empty where the centre keeps none.
    """
    items = lists.items_of_all(connection)
    return {
        "topics": [{"name": item["name"], "department": item["department"]} for item in items["topics"]],
        "localities": [{"name": item["name"]} for item in items["localities"]],
        "reasons": [_reason(item) for item in items["reasons"] if item["shown"]],
        "hidden_reasons": [_reason(item) for item in items["reasons"] if item["label"] and not item["shown"]],
        "departments": [{"name": name} for name in departments.offered(connection)],
        "messages": [{"text": item["text"], "kind": item["kind"]} for item in items["messages"]],
    }


def _reason(item: lists.Item) -> ReasonView:
    return {"code": item["code"], "label": item["label"]}


def whole_list(store: Store, name: str) -> CentreList:
    """A list as the administrator edits it."""
    with store.read() as connection:
        return lists.read(connection, name)


def people_by_login(store: Store) -> list[tuple[str, str]]:
    """The login and the name of everybody who may sign in."""
    with store.read() as connection:
        return [(row.login, row.name) for row in access.all_accounts(connection) if row.active]
