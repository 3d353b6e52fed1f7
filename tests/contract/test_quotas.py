"""Who-covers and audits speak one language of quotas: what the one shows as vacant, the other finds, word by word."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
import yaml

from orgraph.bootstrap import Services, assemble
from orgraph.definitions.load import load_definitions

from ..oracle import Oracle
from ..small_world import PACKS, ROOT, TESTER

PROVINCE, DAY = "990000000000", "2023-08-22"
QUOTAS = """
either-role: {each: {level: grid}, must: [{post: {roles: [grid-lead, grid-worker]}, at_least: 2}]}
any-profession: {each: {level: village}, must: [{post: {professions: [judge]}}]}
of-a-tier: {each: {level: village}, must: [{post: {roles: [political-legal-officer], tiers: [second]}, at_least: 9}]}
principal: {each: {level: township}, must: [{post: {principal: true}, at_least: 2}]}
aides: {each: {level: village}, must: [{post: {principal: false}}]}
part-time: {each: {level: grid}, must: [{post: {roles: [grid-worker], employment: part-time}}]}
each-role: {each: {level: village}, must: [{post: {roles: [village-secretary, village-grid-lead]}, every: true}]}
two-demands:
  each: {level: county}
  must: [{organisation: {relation: SERVES, kinds: [police, court]}}, {post: {roles: [county-political-legal-secretary]}}]
with-phone: {each: {level: county}, must: [{organisation: {relation: SERVES, having: [duty_phone]}, at_least: 9}]}
second-tier: {each: {level: county}, must: [{organisation: {relation: SERVES, tiers: [second]}, at_least: 9}]}
where-paired:
  each: {level: village, having: [{organisation: {relation: PAIRED_WITH}}], without: [{post: {professions: [judge]}}]}
  must: [{post: {roles: [political-legal-officer]}, at_least: 9}]
where-few: {each: {level: grid, having: [{post: {}, at_most: 1}]}, must: [{post: {roles: [grid-lead]}}]}
"""


@pytest.fixture(scope="module")
def asking(embedded_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small world with those quotas, and an audit of each."""
    folder, words = tmp_path_factory.mktemp("quotas") / "definitions", yaml.safe_load(QUOTAS)
    told = {"under": PROVINCE, "title": {"zh": "试", "en": "a trial"}, "source": "this test"}
    audit = {**told, "by": "county", "mend": {"role": "township-secretary", "level": "township"}}
    folder.mkdir()
    for section, entries in (
        ("quotas", {key: {**told, **said} for key, said in words.items()}),
        ("audits", {key: {**audit, "quota": key} for key in words}),
    ):
        (folder / f"{section}.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    there, ids = embedded_services, count(1)
    definitions = load_definitions(ROOT / "schema", [*PACKS, folder.parent])
    return assemble(there.settings, definitions, there.store, there.clock, lambda: f"quota-{next(ids)}")


async def test_what_who_covers_calls_vacant_is_what_the_audit_finds(asking: Services, oracle: Oracle) -> None:
    keys = yaml.safe_load(QUOTAS)
    vacant = set()
    for code in oracle.below(PROVINCE, DAY):
        if not oracle.there(code, DAY):
            continue
        (level, *_) = (await asking.coverage.who_covers(TESTER, code, date.fromisoformat(DAY))).levels
        vacant |= {(one.quota, code, one.what, one.required, one.present) for one in level.vacancies}
    found = set()
    for key in keys:
        report = await asking.audits.run(TESTER, key, PROVINCE, date.fromisoformat(DAY), 1000)
        found |= {(key, one.area.code, one.what, one.required, one.present) for one in report.findings.items}
    assert {one for one in vacant if one[0] in keys} == found
    assert {one[0] for one in found} == set(keys)
