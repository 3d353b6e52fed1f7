"""What is to be told: worded in both languages, with titles and commands, kept as one text and read again."""

from __future__ import annotations

from datetime import date

from orgraph.definitions.wording import Words
from orgraph.domain.said import Said, Term, again, as_text, said
from orgraph.domain.worded import Worded
from orgraph.settings import shipped_phrases
from tests.said import in_chinese, in_english


def test_terms_titles_days_and_lists_are_told_in_the_language() -> None:
    kind = Worded("daily-work", "日常工作哨", "daily work")
    lacking = said("must-carry", kind=kind, missing=[Term("carry", "channel"), "seats"])
    assert in_chinese(lacking) == "“日常工作哨”须附：来源、seats"
    assert in_english(lacking) == "daily work must carry: source, seats"
    assert in_chinese(said("place-ended", place="旧窑村", day=date(2023, 1, 1))) == "旧窑村 已于 2023-01-01 撤销"


def test_the_command_of_a_remedy_is_found_in_its_parts_and_quoted() -> None:
    lists = said("mend-search", word="a b")
    run = Words(shipped_phrases(), "zh").run
    assert run(said("mend-nearest-or-list", near=("甲", "乙"), lists=lists)) == "orgraph search 'a b'"
    assert run(said("mend-nearest", near=("甲",))) == ""


def test_what_is_stored_is_told_again_and_older_text_as_it_stands() -> None:
    inside = said("host-leads-inside", host="hotline.example", addresses=["10.0.0.1", "10.0.0.2"])
    assert again(as_text(inside)) == inside
    assert in_chinese(again(as_text(inside))) == "hotline.example 指向 10.0.0.1、10.0.0.2，通知不发往那里"
    for older in ("HTTP 500", "", "5", "null", "{}", '{"code": 1}'):
        assert again(as_text(older)) == older
    assert in_chinese(Said("of-another-version", (("status", "5"),))) == "of-another-version(status=5)"
