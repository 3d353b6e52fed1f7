"""What an audit that asks for records demands, in words of either language."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.cli.render.explained import demand_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.load import load_definitions

from ..small_world import ROOT

AUDIT = """rooms:
  under: "990000000000"
  title: {zh: 可提档的调解室, en: rooms that may be promoted}
  each:
    organisations: [mediation-room]
    having: [{track_record: {of: success-rate, months: 6, tried: 10}, at_least: 950}]
    without: [{track_record: {of: done, months: 1, categories: [neighbour-dispute]}, at_most: 2}]
  must: [{organisation: {itself: true, tiers: [first, second]}}]
  by: county
  mend: {role: township-secretary, level: township}
  source: an example
"""
PACK = """pack: rooms
title: {zh: 调解室, en: rooms}
root: "990000000000"
mode: snapshot
as_of: 2023-08-22
reference_date: 2023-08-22
"""
TOLD = {
    "en": [
        "Of each mediation room:",
        "  only where there is at least 950‰: success rate of the last 6 months, 0 where fewer than 10 were tried",
        "  not where there is at most 2: matters done of this month, dispute between neighbours",
        "  there must be the organisation itself (first or second)",
    ],
    "zh": [
        "核查每个调解室：",
        "  仅限已有 至少950‰：近6个月调解成功率、不足10件的按0计 的",
        "  已有 至多2件：当月办结件数、邻里纠纷 的不查",
        "  必须有 本单位(一级或二级)",
    ],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_demanded_is_told(tmp_path: Path, lang: str) -> None:
    (tmp_path / "definitions" / "audits").mkdir(parents=True)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "definitions" / "audits" / "rooms.yaml").write_text(AUDIT, encoding="utf-8")
    definitions = load_definitions(ROOT / "schema", [tmp_path])
    (audit,) = definitions.audits.of("rooms")
    speech = Speech(definitions, lang)
    assert demand_lines(audit, audit.measure, speech)[:-1] == TOLD[lang]
    told = {"en": ("success rate (‰)", "first/second"), "zh": ("调解成功率(‰)", "一级/二级")}
    assert (speech.anything("success-rate"), speech.anything("first|second")) == told[lang]
