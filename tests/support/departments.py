"""The centre's departments, as a test wants them."""

from __future__ import annotations

from typing import Any

from live.admin import departments
from live.admin.department_moves import move_some, waiting_names
from live.admin.departments import Given, Official, add
from live.admin.lists import save_list
from live.domain.people import Actor, By, Role
from live.store.centre import access, lists
from live.store.tables import department, former_department, official
from live.store.transaction import Store
from live.views.admin.departments import DepartmentView, one_department
from tests.support.letters import letters
from tests.support.rooms import Show, Tickets

OLGA = By("Ольга", "admin", credential="user:7")


def keep_departments(store: Store, *items: dict[str, Any]) -> list[str]:
    """These and no others, each {name, email?, chief?: a login, approval?: whether answers wait}; their keys."""
    forget_departments(store)
    return [
        add(
            store,
            Given(
                one["name"],
                email=one.get("email") or "",
                chief=Official(login=one.get("chief") or ""),
                approval=bool(one.get("approval")),
            ),
            OLGA,
        )
        for one in items
    ]


def forget_departments(store: Store) -> None:
    """As in a centre that keeps no list of them."""
    with store.write() as tx:
        for table in (former_department, official, department):
            tx.connection.execute(table.delete())


class Kept:
    """A centre with the departments «Дороги» and «Вода», a show, and people of the first."""

    def __init__(self, store: Store) -> None:
        self.store, self.show, self.tickets = store, Show(store).on_air(), Tickets(store)
        own = letters()
        self.roads, self.water = f"Дороги {own}", f"Вода {own}"
        self.key, self.other = keep_departments(store, {"name": self.roads}, {"name": self.water})
        self.login = f"igor-{own}"
        with store.write() as tx:
            access.add_account(tx, self.login, "Игорь", "-", ["executor"], 0, self.roads)
        topics = [{"name": "Мосты", "department": self.roads}, {"name": "Колодцы", "department": self.water}]
        save_list(store, "topics", self.list("topics").version, topics, OLGA)

    def list(self, name: str) -> lists.CentreList:
        with self.store.read() as connection:
            return lists.read(connection, name)

    def view(self, key: str = "") -> DepartmentView:
        return one_department(self.store, key or self.key)

    def ticket(self, department: str = "", **asked: Any) -> str:
        number = self.show.asked(**asked)
        fields: dict[str, Any] = {"department": department} if department else {}
        return str(self.show.do("question.ticket", number, **fields)["ticket"])

    def renamed(self, name: str, **given: Any) -> None:
        departments.change(self.store, self.key, self.view().version, Given(name, **given), OLGA)

    def moved(self) -> None:
        while any(move_some(self.store, name) for name in waiting_names(self.store)):
            pass

    def promised(self, department: str) -> int:
        number = self.show.asked()
        self.show.do("question.shortlist", number)
        self.show.do("question.promise", number, promise="Починим", department=department)
        return number

    def account(self) -> Any:
        with self.store.read() as connection:
            return access.account_by_login(connection, self.login)

    def executor(self, department: str) -> Actor:
        return Actor("Игорь", frozenset({Role.EXECUTOR}), f"user:{self.account().id}", department)
