"""The interface as a client that others wrote sees it: georeport from PyPI, against a running server, in both forms.

That client lists and reads; it hands nothing in, which a plain form does here as the standard says.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import requests
from georeport import GeoReport

from tests.support.server import Server

pytestmark = pytest.mark.faults

FORMS = ("json", "xml")

REQUEST = [
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
]
"""A request's fields in the standard's order."""


@dataclass(frozen=True)
class City:
    """A running server, its interface's address, and a key that may hand in."""

    url: str
    key: str

    def client(self, form: str) -> GeoReport:
        return GeoReport(self.url, jurisdiction="example.org", output_format=form)

    def hand_in(self, form: str = "json", **fields: str) -> requests.Response:
        return requests.post(f"{self.url}/requests.{form}", data={"api_key": self.key, **fields}, timeout=30)


@pytest.fixture(scope="module")
def city(server: Server) -> City:
    at = server.installation
    at.cli("broadcast", "add", "--slug", "between", "--title", "Между эфирами", "--head", "", "--kind", "standing")
    city = City(f"{server.url}/open311/v2", at.key("between", "source"))
    for text in ("Яма на дороге", "Нет света"):
        code = city.client("json").get_service_list()[0]["service_code"]
        assert city.hand_in(service_code=code, description=text, address_string="с. Ивановка").status_code == 201
    return city


@pytest.mark.parametrize("form", FORMS)
def test_it_lists_the_services(city: City, form: str) -> None:
    listed = city.client(form).get_service_list()
    assert len(listed) > 2 and all(one["service_code"] and one["service_name"] for one in listed)
    assert listed[-1]["service_code"] == "other"


@pytest.mark.parametrize("form", FORMS)
def test_it_reads_a_services_definition(city: City, form: str) -> None:
    assert city.client(form).get_service_definition("other")["service_code"] == "other"


@pytest.mark.parametrize("form", FORMS)
def test_it_reads_requests(city: City, form: str) -> None:
    told = city.client(form).get_service_requests(status="open")
    assert len(told) >= 2
    for one in told:
        assert list(one) == REQUEST
        assert (one["status"], one["address"], one["description"]) == ("open", "с. Ивановка", None)


@pytest.mark.parametrize("form", FORMS)
def test_it_reads_one_request(city: City, form: str) -> None:
    number = city.client("json").get_service_requests()[0]["service_request_id"]
    assert city.client(form).get_service_request(number)["service_request_id"] == number


def test_both_forms_tell_the_same(city: City) -> None:
    told, in_xml = (city.client(form).get_service_requests() for form in FORMS)
    assert told == in_xml


@pytest.mark.parametrize("form", FORMS)
def test_what_was_handed_in_with_a_key_is_read(city: City, form: str) -> None:
    code = city.client(form).get_service_list()[1]["service_code"]
    made = city.hand_in(service_code=code, description="Скамейка сломана", email="someone@example.org").json()
    told = city.client(form).get_service_request(made[0]["service_request_id"])
    assert (told["service_code"], told["status"]) == (code, "open")


def test_without_a_key_nothing_is_handed_in(city: City) -> None:
    before = {one["service_request_id"] for one in city.client("json").get_service_requests()}
    body = {"service_code": "other", "description": "Скамейка"}
    refused = requests.post(f"{city.url}/requests.json", data=body, timeout=30)
    assert (refused.status_code, refused.json()[0]["code"]) == (403, 403)
    assert {one["service_request_id"] for one in city.client("json").get_service_requests()} == before
