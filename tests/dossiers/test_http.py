from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.dossiers.http import HttpProvider, HttpService
from bot.dossiers.lookup import Status
from bot.dossiers.statuses import statuses
from tests.dossiers.conftest import Clock, Make
from tests.dossiers.service import ANSWER, CODE, DOSSIER, NAME, NONE, NOW, Service, failure_of, says


def test_a_dossier_that_is_there_gives_its_status_and_when_it_was_known(
    service: Service, provider: HttpProvider
) -> None:
    assert provider.find(DOSSIER) == Status(4, NOW.replace(tzinfo=None))
    assert service.paths == [f"/dossier-search?code={CODE}"]


def test_nothing_but_the_status_comes_out(provider: HttpProvider) -> None:
    found = repr(provider.find(DOSSIER)) + repr(vars(provider)) + repr(provider._memory.__dict__)
    assert NAME not in found
    assert "079200001234" not in found
    assert "khai sinh" not in found


def test_a_dossier_that_is_not_there_is_none(service: Service, provider: HttpProvider) -> None:
    service.acts = [says(NONE)]
    assert provider.find(DOSSIER) is None


def test_another_dossier_in_the_answer_is_not_taken_for_it(
    service: Service, provider: HttpProvider
) -> None:
    other = {**ANSWER["content"][0], "code": "H29.101-260508-0002", "statusCurrentTask": "Xong"}
    service.acts = [says({"content": [other, *ANSWER["content"]]})]
    found = provider.find(DOSSIER)
    assert found is not None
    assert found.number == 4


def test_field_names_words_and_headers_are_settings(service: Service, make: Make) -> None:
    service.acts = [says({"d": {"list": [{"so": {"ma": CODE.lower()}, "tt": "Chờ ký duyệt"}]}})]
    provider = make(
        records="d.list",
        code="so.ma",
        status="tt",
        statuses={"chờ KÝ duyệt": 4},
        headers={"X-Key": "k1"},
    )
    found = provider.find(DOSSIER)
    assert found is not None
    assert found.number == 4
    assert service.headers[0]["X-Key"] == "k1"


def test_an_answer_may_be_the_dossier_itself(service: Service, make: Make) -> None:
    service.acts = [says(ANSWER["content"][0])]
    assert make(records="").find(DOSSIER) is not None


def test_an_answer_is_kept_for_a_minute(
    service: Service, provider: HttpProvider, clock: Clock
) -> None:
    provider.find(DOSSIER)
    clock.jumped = 58
    provider.find(DOSSIER)
    assert service.calls == 1
    clock.jumped = 61
    provider.find(DOSSIER)
    assert service.calls == 2


def test_a_failure_is_not_kept(service: Service, provider: HttpProvider) -> None:
    service.acts = [says("<html>", 200), says(ANSWER)]
    failure_of(provider)
    assert provider.find(DOSSIER) is not None


def test_no_cookie_goes_from_one_look_up_to_the_next(service: Service, make: Make) -> None:
    service.acts = [says(ANSWER, Set_Cookie="session=1")]
    provider = make(memory_s=0)
    provider.find(DOSSIER)
    provider.find(DOSSIER)
    assert all("Cookie" not in headers for headers in service.headers)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"address": "https://tracuu.example/x"}, "{code}"),
        ({"address": "http://tracuu.example/{code}"}, "https"),
        ({"address": "file:///{code}"}, "https"),
        ({"address": "https://tracuu.example/{code}", "statuses": {"x": 11}}, "1 đến 10"),
        ({"address": "https://tracuu.example/{code}", "ten": "x"}, "ten"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        HttpService.model_validate(settings)


def test_the_address_and_headers_which_may_hold_keys_are_not_shown() -> None:
    service = HttpService(
        address="https://tracuu.example/{code}?key=bimat", headers={"X-Key": "bimat"}
    )
    assert "bimat" not in repr(service)
    provider = HttpProvider(service.model_copy(update={"connect_s": 0.01}), statuses())
    assert "bimat" not in repr(provider)


def test_a_404_in_json_says_that_the_dossier_is_not_known(
    service: Service, provider: HttpProvider
) -> None:
    service.acts = [says({"message": "Not found"}, 404, Content_Type="application/json")]
    assert provider.find(DOSSIER) is None
