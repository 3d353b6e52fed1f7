"""What nobody expected: masked towards the caller, whole in the log, under one identifier."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from orgraph.api.transport.logs import JsonLines
from orgraph.domain.errors import StoreUnavailable, TooSlow
from orgraph.domain.said import Said, said

from .conftest import Caller, Changed, caller_of

QUERY = 'query Ask { whoCovers(place: "南河社区") { __typename } }'


PEOPLE = """query Ask { whoCovers(place: "南河社区") {
  ... on PlaceCoverage { levels { posts { officer { name } } } } } }"""


class Broken:
    """A service that fails in its own way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def who_covers(self, *_: Any) -> None:
        """Fails."""
        raise self._error


async def failing(api: Caller, error: Exception, **headers: str) -> dict[str, Any]:
    async with caller_of(Changed(api.services, coverage=Broken(error))) as caller:
        shown: dict[str, Any] = (await caller.post(QUERY, headers=headers)).json()
    return shown


async def test_an_unexpected_error_is_masked_and_the_log_has_it(api: Caller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="orgraph"):
        answer = await failing(api, RuntimeError("password is tiger"), **{"x-request-id": "masked-1"})

    error = answer["errors"][0]
    assert "tiger" not in json.dumps(answer) and answer["data"] is None
    assert error["extensions"] == {"code": "internal", "id": "masked-1"}
    logged = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert logged[0].fields["request"] == "masked-1"  # type: ignore[attr-defined]
    assert "tiger" in JsonLines().format(logged[0])
    assert caplog.records[-1].fields["outcome"] == "internal"  # type: ignore[attr-defined]


async def test_a_store_that_is_away_is_told_without_its_secrets(api: Caller) -> None:
    answer = await failing(api, StoreUnavailable(Said("bolt://10.0.0.7 refused neo4j/hunter2")))

    error = answer["errors"][0]
    assert error["extensions"]["code"] == "store_unavailable" and error["extensions"]["id"]
    assert "hunter2" not in json.dumps(answer)


async def test_what_is_too_slow_is_told_without_a_setting_that_the_caller_cannot_set(api: Caller) -> None:
    for lang, remedy in (("zh", "请少问一些，或稍后再试"), ("en", "ask for less at once, or try again later")):
        slow = TooSlow(said("no-answer-within", seconds="30"), said("mend-ask-less"))
        error = (await failing(api, slow, **{"accept-language": lang}))["errors"][0]
        assert error["extensions"] == {"code": "too_slow", "remedy": remedy}


async def test_a_request_leaves_one_line_without_what_was_asked(api: Caller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="orgraph"):
        await api.post(PEOPLE)

    (record,) = [record for record in caplog.records if record.getMessage() == "request"]
    line = json.loads(JsonLines().format(record))
    assert (line["operation"], line["field"], line["outcome"], line["status"]) == ("Ask", "whoCovers", "ok", 200)
    assert line["request"] and line["ms"] > 0 and line["at"].endswith("+08:00")
    assert "南河" not in json.dumps(line, ensure_ascii=False) and "马兰英" not in json.dumps(line, ensure_ascii=False)


async def test_a_field_that_fails_takes_no_other_down_that_asks_the_same(api: Caller) -> None:
    """The first fails at once, and what stands beside it is given up, which others still wait for."""
    query = """{
      first: area(code: "990102001001") { parent { code } children(first: 0) { edges { node { code } } } }
      other: area(code: "990102001001") { parent { code } } }"""
    answer = (await api.post(query)).json()
    assert answer["data"]["other"] == {"parent": {"code": "990102001000"}}
    assert [error["path"][0] for error in answer["errors"]] == ["first"]
