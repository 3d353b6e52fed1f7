"""What may be an idempotency key."""

from __future__ import annotations

import pytest

from orgraph.domain.errors import IdempotencyConflict, InvalidInput
from orgraph.domain.sealing import FORGOTTEN, Seal, sealed
from orgraph.rules.ledger.keys import MOST, check_key, check_same
from tests.said import fails, in_english


@pytest.mark.parametrize("key", ["a", "a b", "吹哨-1", "2023/08/22 #7", "x" * MOST, "é", "ﬁ", "👍"])
def test_one_line_that_can_be_seen_is_a_key(key: str) -> None:
    check_key(key)


@pytest.mark.parametrize("key", ["", " ", "\u3000", "\u00a0", "\u200b", "\u200b \u2060", "\n", "\t", "\ufeff"])
def test_what_is_blank_is_none(key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_key(key)
    assert in_english(refused.value.message) == "no idempotency key"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("x" * (MOST + 1), "of 201 characters"),
        ("a\nb", "U+000A"),
        ("a\u2028b", "U+2028"),
        ("a\u200bb\x1b", "U+001B, U+200B"),
        ("a\ud800", "U+D800"),
    ],
)
def test_what_is_no_line_that_can_be_seen_is_none(key: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_key(key)
    assert said in in_english(refused.value.message)


def test_a_key_stands_for_one_request() -> None:
    check_same("k", sealed("body", "salt"), "body", "t")
    with pytest.raises(IdempotencyConflict) as conflict:
        check_same("k", sealed("body", "salt"), "another", "t")
    assert conflict.value.task == "t"
    check_same("k", sealed("as format 1 wrote it", "salt"), "body", "t", "as format 1 wrote it")


def test_once_a_text_was_taken_out_nothing_is_known_again() -> None:
    for seal in (FORGOTTEN, Seal("", sealed("body", "salt").body)):
        with fails(IdempotencyConflict, match="taken out") as conflict:
            check_same("k", seal, "body", "t")
        assert conflict.value.task == "t"
