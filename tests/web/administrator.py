"""An administrator at the channels' page, in a browser without JavaScript."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

from werkzeug.test import TestResponse

from live.views.admin.channels import ChannelView, all_channels
from tests.web.house import House, csrf

PASSWORD = "верный пароль"
HTML = {"Accept": "text/html"}
SECRET = "callback-secret"


class Administrator:
    """Somebody who has signed in as an administrator."""

    def __init__(self, house: House) -> None:
        self.house, self.client = house, house.app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = f"2001:db8:{uuid.uuid4().hex[:4]}::1"
        self.slug = house.show()
        login = f"olga-{uuid.uuid4().hex[:6]}"
        self.name = login.title()
        house.user(login, PASSWORD, "admin")
        house.sign_in(self.client, login, PASSWORD)

    def get(self, path: str = "") -> str:
        response = self.client.get(f"/admin/channels{path}", headers=HTML)
        assert response.status_code == 200, response.text
        return response.text

    def post(self, path: str, page: str, **fields: Any) -> TestResponse:
        """What the form on a page sends, with these fields filled in."""
        version = re.search(r'name="version" value="(\w+)"', page)
        body = {"csrf_token": csrf(page), "version": version[1] if version else "", **fields}
        return self.client.post(f"/admin/channels{path}", data=body, headers=HTML)

    def add(self, type_: str, **fields: Any) -> TestResponse:
        page = self.get(f"/new?type={type_}")
        key = re.search(r'name="key" value="([\w-]+)"', page)
        assert key
        return self.post("/new", page, **{"type": type_, "key": key[1], "broadcast": self.slug, **fields})

    def added(self, type_: str = "vk", **settings: str) -> ChannelView:
        """A new channel; its title tells it from all others."""
        title = uuid.uuid4().hex
        response = self.add(type_, title=title, **{f"set-{name}": value for name, value in settings.items()})
        assert response.status_code in (200, 303), response.text
        [view] = [view for view in all_channels(self.house.store).listed if view.title == title]
        return view

    def press(self, view: ChannelView, do: str, **fields: Any) -> TestResponse:
        return self.post(f"/{view.id}", self.get(f"/{view.id}"), do=do, **fields)

    def now(self, view: ChannelView) -> ChannelView:
        [found] = [one for one in all_channels(self.house.store).listed if one.id == view.id]
        return found

    def line(self, view: ChannelView) -> str:
        """What the list says of a channel, without its markup."""
        part = re.split(rf'<li id="channel-{view.id}"', self.get())[1].split("</li>")[0]
        return " ".join(html.unescape(re.sub("<[^>]*>", " ", part)).split())


def asked(house: House, view: ChannelView, text: str = "Когда починят мост?") -> None:
    body = {"type": "wall_reply_new", "group_id": 456, "event_id": uuid.uuid4().hex, "v": "5.199", "secret": SECRET}
    comment = {"id": 1, "post_id": 7, "post_owner_id": -456, "from_id": 123, "date": 1785571200, "text": text}
    answer = house.client.post(f"/hooks/vk/{view.key}", json={**body, "object": comment})
    assert answer.text == "ok"
