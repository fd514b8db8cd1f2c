"""What a channel refuses: what it cannot trust, and what is no payload at all."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from live.channels import TYPES, Request
from live.channels.webhook import from_milliseconds, from_seconds, same_secret
from live.domain.files.place import on_map
from live.domain.refused import Refused
from live.files.contacts import e164
from tests.channels.networks import SETTINGS, mango_form, proven, signature

WALL = {"type": "wall_reply_new", "object": {"id": 1, "post_id": 2, "owner_id": -456, "text": "?"}, "group_id": 456}
CALL = {"call_id": "1", "state": "ringing"}
MAX = {"update_type": "message_created", "message": {"body": {"mid": "mid.1", "text": "?"}}}
TELEGRAM = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 1}, "text": "?"}}
OK = {"message": {"mid": "mid:1", "text": "?"}}
SECRET = {"secret", "token", "user_token", "application_secret", "api_salt", "password"}


def refusal(network: str, body: bytes, headers: Mapping[str, str], settings: Mapping[str, str]) -> str:
    with pytest.raises(Refused) as refused:
        TYPES[network].read(Request(body, headers), settings)
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("secret", ["wrong", "", None, 7, "callback-secret ", "\udcff"])
def test_vk_with_a_wrong_secret_is_forbidden(secret: object) -> None:
    body = json.dumps({**WALL, "secret": secret}).encode()
    assert refusal("vk", body, {}, SETTINGS["vk"]) == "forbidden"


def test_vk_without_a_secret_is_forbidden() -> None:
    assert refusal("vk", json.dumps(WALL).encode(), {}, SETTINGS["vk"]) == "forbidden"


@pytest.mark.parametrize("kind", ["wall_reply_new", "confirmation"])
@pytest.mark.parametrize("given", [{"secret": ""}, {}])
def test_a_vk_channel_that_has_no_secret_refuses_everything(kind: str, given: dict[str, str]) -> None:
    body = json.dumps({**WALL, "type": kind, **given}).encode()
    assert refusal("vk", body, {}, {"confirmation": "a1b2c3d4"}) == "forbidden"


def test_a_vk_confirmation_with_a_wrong_secret_is_forbidden() -> None:
    body = json.dumps({"type": "confirmation", "group_id": 456, "secret": "wrong"}).encode()
    assert refusal("vk", body, {}, SETTINGS["vk"]) == "forbidden"


def test_a_vk_confirmation_for_another_community_is_forbidden() -> None:
    body = json.dumps({"type": "confirmation", "group_id": 457, "secret": "callback-secret"}).encode()
    assert refusal("vk", body, {}, SETTINGS["vk"]) == "forbidden"


def test_a_vk_channel_without_its_confirmation_string_says_so() -> None:
    body = json.dumps({"type": "confirmation", "group_id": 456, "secret": "callback-secret"}).encode()
    assert refusal("vk", body, {}, {"secret": "callback-secret"}) == "forbidden"


def test_a_vk_channel_without_a_group_takes_any() -> None:
    body = json.dumps({**WALL, "group_id": 999, "secret": "callback-secret"}).encode()
    assert TYPES["vk"].read(Request(body, {}), {"secret": "callback-secret"}).submissions


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"a":NaN}', b'"text"'])
def test_vk_with_a_body_that_is_no_json_object_is_invalid(body: bytes) -> None:
    assert refusal("vk", body, {}, SETTINGS["vk"]) == "invalid"


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        signature(json.dumps(CALL).encode(), "another-secret"),
        signature(b"another body"),
        signature(json.dumps(CALL).encode()).removeprefix("sha256="),
        "sha256=подпись",
    ],
)
def test_the_phone_with_a_wrong_signature_is_forbidden(given: str | None) -> None:
    headers = {} if given is None else {"x-signature": given}
    assert refusal("phone", json.dumps(CALL).encode(), headers, SETTINGS["phone"]) == "forbidden"


def test_a_phone_channel_that_has_no_secret_refuses_everything() -> None:
    body = json.dumps(CALL).encode()
    assert refusal("phone", body, {"x-signature": signature(body, "")}, {}) == "forbidden"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"call_id=1&state=ringing"])
def test_the_phone_with_a_signed_body_that_is_no_json_object_is_invalid(body: bytes) -> None:
    assert refusal("phone", body, {"x-signature": signature(body)}, SETTINGS["phone"]) == "invalid"


def test_the_signature_is_taken_in_capitals_too() -> None:
    body = json.dumps(CALL).encode()
    headers = {"x-signature": signature(body).replace("sha256=", "SHA256=").upper()}
    assert TYPES["phone"].read(Request(body, headers), SETTINGS["phone"]).calls


HEADERS = {"max": "x-max-bot-api-secret", "telegram": "x-telegram-bot-api-secret-token"}


@pytest.mark.parametrize("network", HEADERS)
@pytest.mark.parametrize("given", [None, "", "wrong", "секрет", "\udcff"])
def test_a_bot_with_a_wrong_secret_is_forbidden(network: str, given: str | None) -> None:
    headers = {} if given is None else {HEADERS[network]: given}
    assert refusal(network, b"{}", headers, SETTINGS[network]) == "forbidden"
    assert refusal(network, b"{}", headers, {}) == "forbidden"


@pytest.mark.parametrize("network", HEADERS)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 5000])
def test_a_bot_with_a_body_that_is_no_json_object_is_invalid(network: str, body: bytes) -> None:
    assert refusal(network, body, proven(network, body).headers, SETTINGS[network]) == "invalid"


@pytest.mark.parametrize("network", [*HEADERS, "ok"])
def test_a_kept_body_is_read_again_without_what_proved_it(network: str) -> None:
    body = {"max": MAX, "telegram": TELEGRAM, "ok": OK}[network]
    understood = vars(TYPES[network])["understand"](json.dumps(body).encode(), {})
    assert understood.submissions


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"\xff=%zz&&&",
        b"&".join([b"json=1"] * 1000),
        b"vpbx_api_key=mango-key&sign=&json={}",
        mango_form(b"{}", key="another-key"),
        mango_form(b"{}", salt="another-salt"),
        mango_form(b"{}").replace(b"json=", b"json=+"),
    ],
)
def test_mango_with_a_wrong_sign_is_forbidden(form: bytes) -> None:
    assert refusal("mango", form, {}, SETTINGS["mango"]) == "forbidden"


def test_a_mango_channel_that_has_no_salt_refuses_everything() -> None:
    assert refusal("mango", mango_form(b"{}", salt=""), {}, {"api_key": "mango-key"}) == "forbidden"


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b"\xff", b"[" * 5000])
def test_mango_with_a_signed_json_that_is_no_object_is_invalid(told: bytes) -> None:
    assert refusal("mango", mango_form(told), {}, SETTINGS["mango"]) == "invalid"


@pytest.mark.parametrize("tail", ["events/recording", "events/dtmf", "events/record/tagged", "ping", "result/stat"])
def test_an_event_of_mango_that_moves_no_call_is_answered_and_ignored(tail: str) -> None:
    outcome = TYPES["mango"].read(Request(mango_form(b"{}"), {}, tail), SETTINGS["mango"])
    assert outcome.ignored and outcome.answer[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 5000])
@pytest.mark.parametrize("network", ["ok", "form"])
def test_whatever_comes_on_a_secret_path_is_kept(network: str, body: bytes) -> None:
    assert TYPES[network].read(Request(body, {}), {}).dead


def test_another_sites_form_is_read_as_it_is_posted() -> None:
    body = "text=Когда+починят+мост%3F&name=Анна&contact=ANNA%40example.org&id=17".encode()
    [submission] = TYPES["form"].read(Request(body, {}), {}).submissions
    assert (submission.text, submission.external_id) == ("Когда починят мост?", "17")
    assert submission.author is not None and submission.author.contact == "mailto:anna@example.org"


def test_what_is_nested_too_deep_to_keep_goes_to_the_dead_letters() -> None:
    nested = b"[" * 400 + b"]" * 400
    body = b'{"message":{"mid":"mid:1","text":"","attachments":' + nested + b"}}"
    assert TYPES["ok"].read(Request(body, {}), {}).dead == "the body is nested too deep"


def test_an_original_with_numbers_beyond_json_can_be_written_again() -> None:
    body = b'{"message":{"mid":"mid:1","text":""},"timestamp":1e999}'
    original = TYPES["ok"].read(Request(body, {}), {}).submissions[0].original
    assert json.dumps(original, allow_nan=False)


def test_no_secret_matches_an_empty_one() -> None:
    assert not same_secret("", "")


@pytest.mark.parametrize(
    "seconds", [0, -1, True, None, "1785571200", 10**30, float("inf"), float("nan"), 253_402_300_800]
)
def test_a_time_that_no_calendar_knows_is_none(seconds: object) -> None:
    assert from_seconds(seconds) is None


@pytest.mark.parametrize("latitude", [None, "54.31", True, 181, -(10**400), float("nan"), float("inf")])
def test_a_place_that_is_on_no_map_is_no_link(latitude: object) -> None:
    assert on_map(latitude, 48.39) is None


@pytest.mark.parametrize("milliseconds", [0, -1, True, None, "1785571200000", 10**400, float("inf"), float("nan")])
def test_a_time_in_thousandths_that_no_calendar_knows_is_none(milliseconds: object) -> None:
    assert from_milliseconds(milliseconds) is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("89000000012", "+79000000012"),
        ("+7 900 000-00-12", "+79000000012"),
        ("79000000012", "+79000000012"),
        ("9000000012", "+79000000012"),
        ("8 (8422) 00-00-00", "+78422000000"),
        ("101", "101"),
        ("anonymous", "anonymous"),
    ],
)
def test_a_number_becomes_e164_where_it_is_one(raw: str, number: str) -> None:
    assert e164(raw) == number


def test_every_setting_is_named_once_and_every_secret_is_marked() -> None:
    for channel in TYPES.values():
        names = [setting.name for setting in channel.SETTINGS]
        assert len(names) == len(set(names))
        for setting in channel.SETTINGS:
            assert setting.secret == (setting.name in SECRET)
