"""A picture of how another machine is told of the air: the form of a signal to OBS, filled in."""

from __future__ import annotations

from playwright.sync_api import ViewportSize

from tools.pictured_show import OFFICE
from tools.studio import Picture, Studio, Take

SIZE: ViewportSize = {"width": 1440, "height": 1080}


def obs_scene(studio: Studio, take: Take) -> None:
    """Nothing is saved: the show is on air, and its server would look for that OBS."""
    with studio.context(OFFICE[1], SIZE) as context:
        page = studio.page(context, "/admin/control/signals/new?way=obs_scene")
        page.get_by_label("Название для себя").fill("Сцена с вопросом")
        page.get_by_label("Компьютер с OBS").fill("10.0.5.3:4455")
        page.get_by_label("Пароль").fill("password")
        page.get_by_label("Сцена: название").fill("Студия и вопрос")
        page.get_by_label("вопрос вышел в эфир").check()
        page.locator("h1").click()
        take(page)


CONTROL: dict[str, Picture] = {"control-obs": obs_scene}
