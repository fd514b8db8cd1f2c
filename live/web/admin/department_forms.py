"""Departments as an administrator types them: between a form, or pasted lines, and the verbs that keep them."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from live.admin.departments import Given, Official
from live.domain.characters import alike, visible
from live.views.admin.departments import DepartmentView, OfficialView

Form = MultiDict[str, str]

Row = dict[str, str]

OF_OFFICIAL = ("name", "post", "email", "login")


def typed_department(form: Form) -> Given:
    """Topics that were its own when the page was drawn are its `had`: what somebody else changed meanwhile stays."""
    columns = [[visible(value) for value in form.getlist(f"official_{field}")] for field in OF_OFFICIAL]
    chief, *deputies = [Official(*values) for values in zip(*columns, strict=False)] or [Official()]
    ticked, had = set(form.getlist("topic")), set(form.getlist("had"))
    return Given(
        visible(form.get("name", "")),
        form.get("key", ""),
        form.get("email", ""),
        chief,
        [one for one in deputies if one != Official()],
        frozenset(ticked - had),
        frozenset(had - ticked),
        form.get("approval") == "yes",
    )


def shown(department: DepartmentView) -> Given:
    """A department as its form shows it."""
    return Given(
        department.name,
        department.key,
        department.email,
        _official(department.chief) if department.chief else Official(),
        [_official(one) for one in department.deputies],
        approval=department.approval,
    )


def _official(one: OfficialView) -> Official:
    return Official(one.name, one.post, one.email, one.login)


def pasted_departments(text: str) -> list[Given]:
    """A department a line: its name, then after semicolons its e-mail and its chief's name, in any order."""
    return [_of_line(line) for line in visible(text).splitlines() if line.strip(" ;\t")]


def _of_line(line: str) -> Given:
    name, *rest = (" ".join(piece.split()) for piece in line.replace("\t", ";").split(";"))
    email = next((piece for piece in rest if "@" in piece), "")
    chief = next((piece for piece in rest if piece and "@" not in piece), "")
    return Given(name, email=email, chief=Official(name=chief) if chief else Official())


def proposed(rows: Sequence[Row], text: str, names: Sequence[str]) -> tuple[list[Row], int, list[str]]:
    """Rows of topics with the departments that pasted lines say ("Topic; Department").

    With how many were found so, and the lines that name no topic, or no department of the list.
    """
    known = {alike(name): name for name in names}
    places = {alike(row["name"]): at for at, row in enumerate(rows)}
    changed, found, strange = [*rows], 0, []
    for line in visible(text).splitlines():
        topic, _, department = (" ".join(piece.split()) for piece in line.replace("\t", ";").partition(";"))
        if not topic:
            continue
        at = places.get(alike(topic))
        department = known.get(alike(department), "" if names else department)
        if at is None or not department:
            strange.append(line.strip())
            continue
        changed[at] = {**changed[at], "department": department}
        found += 1
    return changed, found, strange
