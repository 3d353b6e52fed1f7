"""Each kind of fault that definition files can have is named with file, line and remedy, and all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from orgraph.definitions import source
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.load import load_definitions

SCHEMA = Path(__file__).parents[2] / "schema"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the shipped schema that a test may spoil."""
    return Path(shutil.copytree(SCHEMA, tmp_path / "schema"))


def spoil(schema: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of `old` in a file; it must be there, or the test means nothing."""
    text = (schema / file).read_text(encoding="utf-8")
    assert old in text
    (schema / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def a_year_off(schema: Path, but: str = "") -> None:
    """Let the standard calendar be off on each working day of 2026, but for one."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    said = ", ".join(f'"{day}"' for day in days if day.weekday() < 5 and str(day) != but)
    spoil(schema, "calendars.yaml", "  hours:", f"  days_off: [{said}]\n  hours:")


def faults_of(schema: Path, *packs: Path) -> list[str]:
    with pytest.raises(DefinitionsFaulty) as caught:
        load_definitions(schema, packs)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("quotas.yaml", "-lead]}}", "-lead]}, at_leest: 1}", "unknown key 'at_leest'"),
        ("quotas.yaml", "-lead]}}]", "-lead]}}]\n  at_least: 2", "unknown key 'at_least'"),
        ("quotas.yaml", "-lead]}}", "-lead]}, at_least: many}", "'many' is not a whole number"),
        ("quotas.yaml", "-lead]}}", "-lead]}, at_least: -1}", "-1 is out of bounds"),
        ("quotas.yaml", "-lead]}}", "-lead]}, at_least: 0}", "how many there must be at least"),
        ("quotas.yaml", "-lead]}}", "-lead]}, at_most: 2}", "how many there must be at least"),
        ("quotas.yaml", "-lead]}}", "-lead], up: 1}}", "who stands at the area itself"),
        ("quotas.yaml", "-lead]}}", "-lead], on_duty: true}}", "who stands at the area itself"),
        ("quotas.yaml", "-lead]}}", "-lead], within_days: 9}}", "who stands at the area itself"),
        ("quotas.yaml", "-lead]}}", "-lead]}, per: {households: 9}}", "who stands at the area itself"),
        ("quotas.yaml", "-lead]}}", "-lead]}, percent_of: {post: {}}}", "who stands at the area itself"),
        ("quotas.yaml", "post: {roles: [grid-lead]}", "area: {level: building}", "who stands at the area itself"),
        ("quotas.yaml", "{level: grid}", "{level: grid, having: [{post: {up: 1}}]}", "who stands at the area itself"),
        ("quotas.yaml", "{level: grid}", "{organisations: [police]}", "a quota asks of areas"),
        ("quotas.yaml", "roles: [grid-lead]", "roles: [grid-leed]", "'grid-leed' is not among the roles"),
        ("quotas.yaml", "  must: [{post: {roles: [grid-lead]}}]", "  must: [{}]", "counts one of post, organisation"),
        ("quotas.yaml", "  must: [{post: {roles: [grid-lead]}}]\n", "", "a list of mappings is needed"),
        ("roles.yaml", "at: {levels: [township]}", "at: {levels: [parish]}", "'parish' is not among the levels"),
        ("roles.yaml", "\nbuilding-head:", "\nBuilding_Head:", "bad identifier 'Building_Head'"),
        ("roles.yaml", "zh: 网格长, ", "", "'zh' is missing"),
        ("roles.yaml", "principal: true", "principal: perhaps", "'perhaps' is not true or false"),
        ("levels.yaml", "within: [city]", "within: [village]", "county (rank 3) lies within village (rank 5)"),
        ("levels.yaml", "digits: 3}", "digits: 3}\n  leaf: true", "building lies within grid, and both are leaves"),
        ("levels.yaml", "{digits: 12, significant: 2}", "{digits: 12}", "needs either 'significant' or 'prefix'"),
        ("levels.yaml", "letter: H", "letter: hh", "'hh' is not one capital letter"),
        ("kinds.yaml", "label: PartyOrganisation", "label: Party", "'Party' is not known"),
        ("kinds.yaml", "tiers: ", "tears: ", "unknown key 'tears'"),
        ("categories.yaml", "  parent: dispute", "  parent: family-dispute", "cycle of parents: family-dispute"),
        ("categories.yaml", "  severity: 2\n", "", "a category without parent says all for itself"),
        ("routing.yaml", "lead: [responsible, paired, backstop]", "lead: [backstop, paired]", "must end with backstop"),
        ("routing.yaml", "open-load, id]", "open-load]", "must end with id"),
        ("lifecycle.yaml", "    sign-in:\n", "    sign-up:\n", "sign-up: no such action"),
        ("lifecycle.yaml", "      to: closed\n", "", "no way out of the state 'verified'"),
        ("lifecycle.yaml", "      to: carried-over\n", "", "no task can reach the state 'carried-over'"),
        ("lifecycle.yaml", "  begins: dispatched", "  begins: nowhere", "'nowhere' is not known"),
        ("lifecycle.yaml", "who: [arbiter]", "who: [judge]", "'judge' is not known"),
        ("lifecycle.yaml", "must_carry: [passed]", "must_carry: [luck]", "'luck' is not known"),
        ("lifecycle.yaml", "verb: handle", "verb: hope", "'hope' is not known"),
        ("lifecycle.yaml", "pauses: [report] ", "pauses: [tea] ", "the clock 'tea' never starts"),
        (
            "lifecycle.yaml",
            "starts: [sign-in, contact, report]",
            "starts: [sign-in, tea, contact, report]",
            "'tea' never stops",
        ),
        ("deadlines.yaml", "limit: 24 hours", "limit: a day", "'a day' is no limit"),
        ("deadlines.yaml", "      - {limit: 24 hours}\n", "", "not every task has a limit"),
        ("deadlines.yaml", "kinds: [hard-problem]", "kinds: [easy]", "'easy' is not among the whistles"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no clock 'tea' is ever started"),
        ("deadlines.yaml", "    contact:\n", "    tea:\n", "no limit for the stage 'contact'"),
        ("deadlines.yaml", "calendar: standard", "calendar: lunar", "'lunar' is not among the calendars"),
        ("deadlines.yaml", "yellow: 50", "yellow: 90", "yellow comes after red"),
        ("lifecycle.yaml", "zh: 已受理待派遣", "zh: 已受理\u200b待派遣", "zh has U+200B ZERO WIDTH SPACE"),
        ("lifecycle.yaml", "zh: 已受理待派遣", 'zh: "已受理\\e[31m"', "zh has U+001B ESCAPE"),
        ("lifecycle.yaml", "zh: 已受理待派遣", 'zh: "\u3000"', "zh is blank"),
        ("ladders.yaml", "within: 30 minutes", "within: soon", "'soon' is no limit"),
        ("ladders.yaml", ", within: 30 minutes", "", "step 1 has no end"),
        ("ladders.yaml", "roles: [unit-leader], ", "", "a step of posts without roles"),
        ("ladders.yaml", "secretary], level: county", "secretary]", "a step of posts without a level"),
        ("ladders.yaml", "kinds: [governance-centre], level: county", "level: county", "organisations without kinds"),
        (
            "ladders.yaml",
            "of: organisation, kinds: [governance-centre], level: city",
            "of: lead, roles: [unit-leader]",
            "top may be",
        ),
        ("ladders.yaml", "stages: [admission", "stages: [tea", "no clock 'tea' is ever started"),
        ("ladders.yaml", "of: post, roles", "of: chance, roles", "'chance' is not known"),
        ("findings.yaml", "counts: idle", "counts: sheep", "'sheep' is not known"),
        ("findings.yaml", "  stages: [sign-in, report]\n", "", "idle of no stage"),
        ("findings.yaml", "stages: [sign-in, report]", "stages: [tea]", "no clock 'tea' is ever started"),
        ("findings.yaml", "at_least: 2", "at_least: 0", "0 is out of bounds"),
        ("calendars.yaml", '"13:30-17:30"', '"11:00-17:30"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"half past one"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"17:30-13:30"', "'17:30-13:30' is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"13:30-13:30"', "is no time after those before it"),
        ("calendars.yaml", '"13:30-17:30"', '"24:00-24:30"', "is no time after those before it"),
        ("calendars.yaml", '["08:30-11:30", "13:30-17:30"]', "[]", "standard.hours: no hour is worked"),
        ("calendars.yaml", '["08:30-11:30", "13:30-17:30"]', '""', "standard.hours: no hour is worked"),
        ("calendars.yaml", "  hours:", '  days_off: ["9999-12-31"]\n  hours:', "'9999-12-31' is no day"),
        ("calendars.yaml", "  hours:", '  days_off: ["2026-02-30"]\n  hours:', "'2026-02-30' is no day"),
        (
            "calendars.yaml",
            "  hours:",
            '  days_off: ["2026-02-17"]\n  workdays: ["2026-02-17"]\n  hours:',
            "both worked and off",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [report]",
            "carry-over: pauses report and says nothing of 'contact', which may run then (in in-hand); add contact to stops",
        ),
        (
            "lifecycle.yaml",
            "      stops: [contact]\n      pauses: [report]",
            "      pauses: [report]",
            "submit: pauses report and says nothing of 'contact'",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [contact, report]\n      runs_on: [sign-in]",
            "carry-over: 'sign-in' runs on, but it cannot run in in-hand",
        ),
        (
            "lifecycle.yaml",
            "pauses: [contact, report]",
            "pauses: [contact, report]\n      runs_on: [tea]",
            "the clock 'tea' never starts",
        ),
        (
            "lifecycle.yaml",
            "      resumes: [contact, report]\n",
            "      resumes: [report]\n",
            "the clock 'contact' is paused for ever",
        ),
        (
            "lifecycle.yaml",
            "      stops: [report]\n      back_resumes",
            "      back_resumes",
            "the clock 'report' may not have stopped in 'closed', where the task has ended",
        ),
        (
            "lifecycle.yaml",
            "      extends: [report] ",
            "      ",
            "grant-extension: says of no clock that it extends it",
        ),
        ("lifecycle.yaml", "extends: [report] ", "extends: [tea] ", "the clock 'tea' never starts"),
        (
            "lifecycle.yaml",
            "      must_carry: [text, extension]\n",
            "      must_carry: [text, extension]\n      extends: [report]\n",
            "ask-extension: it is granted no time that it could extend",
        ),
        ("lifecycle.yaml", "  arbiter_after: 2\n", "  arbiter_after: 0\n", "0 is out of bounds"),
        ("lifecycle.yaml", "  admits: reported", "  admits: nowhere", "'nowhere' is not known"),
        ("lifecycle.yaml", "  admits: reported", "", "no task can reach the state 'reported'"),
        ("lifecycle.yaml", "within: sign-in", "within: tea", "decline is within 'tea'"),
        ("lifecycle.yaml", "reason_from: [centre]", "reason_from: [judge]", "'judge' is not known"),
        ("routing.yaml", "[responsible, ", "[nearest, ", "'nearest' is not known"),
        ("whistles.yaml", "grace: 15 minutes", "grace: 1 working-hours", "joint-enforcement.grace"),
        ("whistles.yaml", "afterwards: 24 hours", "afterwards: 2 working-days", "is no natural time"),
        ("whistles.yaml", "must_carry: [text]", "must_carry: [text, hope]", "'hope' is not known"),
        ("audits/grid-lead.yaml", "  quota: grid-lead", "  quota: grid-lead\n  backstops: {}", "measures one thing"),
        ("audits/grid-lead.yaml", "quota: grid-lead", "quota: nothing", "'nothing' is not among the quotas"),
        ("audits/village-grid.yaml", "area: {level: grid}", "area: {level: county}", "no county lies below a village"),
        (
            "audits/village-legal-adviser.yaml",
            "roles: [legal-adviser]",
            "roles: [grid-lead]",
            "nobody is posted as grid-lead at a village",
        ),
        ("audits/court-room-mediator.yaml", "roles: [mediator]", "roles: [grid-lead]", "grid-lead in an organisation"),
        ("quotas.yaml", "roles: [grid-lead]", "roles: [township-head]", "as township-head at a grid"),
        ("audits/grid-branch.yaml", "level: grid", "leval: grid", "unknown key 'leval'"),
        ("audits/grid-branch.yaml", "  each: {level: grid}\n", "", "'each' is missing"),
        ("audits/grid-branch.yaml", "LEADS, ", "LEADS, outward: true, ", "no relation leads from an area"),
        ("audits/grid-branch.yaml", "{level: grid}", "{level: grid, organisations: [police]}", "either a level or org"),
        ("audits/grid-branch.yaml", "kinds: [grid-branch]}}", "kinds: [grid-brunch]}}", "'grid-brunch' is not among"),
        ("audits/grid-branch.yaml", "relation: LEADS, ", "", "'relation' is missing"),
        ("audits/grid-branch.yaml", "grid-branch]}}", "grid-branch]}, exactly: 1, at_most: 2}", "exactly goes alone"),
        ("audits/grid-branch.yaml", "grid-branch]}}", "grid-branch]}, at_least: 3, at_most: 2}", "3 is more than"),
        ("audits/grid-branch.yaml", "grid-branch]}}", "grid-branch]}, per: {roofs: 2}}", "households or buildings"),
        ("audits/grid-branch.yaml", "kinds: [grid-branch]}}", "having: [hope]}}", "'hope' is not known"),
        (
            "audits/grid-branch.yaml",
            "organisation: {relation: LEADS, kinds: [grid-branch]}",
            "at_least: 1",
            "counts one of post, organisation, area",
        ),
        ("audits/court-room-mediator.yaml", "on_duty: true", "on_duty: true, within_days: 3", "on_duty is of one day"),
        ("audits/court-room-mediator.yaml", "on_duty: true", "up: 2", "organisations have no areas above"),
        ("audits/court-room-mediator.yaml", "on_duty: true}", "on_duty: true}, per: {buildings: 2}", "areas below"),
        ("audits/court-room-mediator.yaml", "room]}", "room], scope: all}", "each.scope: is of areas"),
        ("audits/court-room-mediator.yaml", "room]}", "room], at: moon}", "'moon' is not among the levels"),
        ("audits/grid-branch.yaml", "{level: grid}", "{level: grid, at: county}", "each.at: is of organisations"),
        ("audits/grid-branch.yaml", "relation: LEADS", "relation: VISITED", "'VISITED' is not known"),
        (
            "audits/grid-branch.yaml",
            "branch]}}",
            "branch]}, at_least: 120, percent_of: {area: {level: building}}}",
            "above 100",
        ),
        (
            "audits/grid-branch.yaml",
            "branch]}}",
            "branch]}, per: {buildings: 2}, percent_of: {post: {}}}",
            "one of the three",
        ),
        ("audits/grid-branch.yaml", "branch]}}", "branch]}, balanced: {over: building}}", "how far may it go"),
        ("audits/pairing-load.yaml", "over: village", "over: moon", "'moon' is not among the levels"),
        ("audits/pairing-load.yaml", "branch]}", "branch], up: 1}", "without up, on_duty, within_days"),
        (
            "audits/pairing-load.yaml",
            "{level: county}",
            "{level: county, having: [{post: {}, balanced: {over: grid}, at_most: 1}]}",
            "only asked of what must be",
        ),
        ("audits/village-grid.yaml", "{area: {level: grid}}", "{area: {relation: LEADS}}", "give area a level"),
        ("audits/unpaired-branch.yaml", "relation: PAIRED_WITH", "level: village", "give area a relation"),
        ("audits/officer-first-visit.yaml", "since_posting: true", "", "since when?"),
        (
            "audits/officer-first-visit.yaml",
            "since_posting: true",
            "since_posting: true, within_days: 9",
            "since when?",
        ),
        ("audits/officer-first-visit.yaml", "visited: {since_posting: true}", "seen: true", "one rule at a time"),
        ("audits/officer-first-visit.yaml", "postings: {roles", "postings: {rolls", "unknown key 'rolls'"),
        (
            "audits/officer-first-visit.yaml",
            "{postings: {roles: [political-legal-officer]}}",
            "{postings: []}",
            "not a mapping",
        ),
        ("audits/person-in-two-counties.yaml", "another: county", "", "beside what?"),
        ("audits/person-in-two-counties.yaml", "another: county", "another: moon", "'moon' is not among the levels"),
        ("audits/posting-during-leave.yaml", "begun_present: true", "begun_present: false", "is only asked for"),
        ("audits/ended-area-relations.yaml", "{relations: {}}", "{relations: {}, tasks: {}}", "each names one thing"),
        (
            "audits/ended-area-relations.yaml",
            "{relations: {}}",
            "{relations: {types: [UNDER]}}",
            "'UNDER' is not known",
        ),
        ("audits/ended-area-relations.yaml", "{relations: {}}", "{relations: {kinds: [moon]}}", "'moon' is not among"),
        ("audits/ended-area-units.yaml", "{units: {}}", "{units: {types: [SERVES]}}", "unknown key 'types'"),
        ("audits/ended-area-tasks.yaml", "{tasks: {}}", "{tasks: []}", "not a mapping"),
        ("audits/ended-area-tasks.yaml", "place_there: true", "place_there: false", "only their place is asked"),
        ("audits/ended-area-tasks.yaml", "place_there: true", "begun_present: true", "only their place is asked"),
        ("audits/long-terms.yaml", "at_most_years: 10", "at_most_years: 0", "out of bounds"),
        ("audits/grid-lead.yaml", "  source: ", "  sauce: ", "'source' is missing"),
        ("graph.yaml", "  SERVES: {", "  AREA: {", "AREA is a label and a relationship"),
        ("graph.yaml", "    key: code\n", "    key: kode\n", "key 'kode' is not a property"),
        ("graph.yaml", "indexes: [[level, code]", "indexes: [[levle, code]", "index on unknown 'levle'"),
        ("graph.yaml", "labels: [Area]", "labels: [area`x]", "bad label 'area`x'"),
        ("graph.yaml", "households: whole", "households: number", "'number' is not known"),
        ("graph.yaml", "from: [Task], to: [Area]", "from: [Job], to: [Area]", "'Job' is not among the nodes"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(schema: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(schema, file, old, new)

    (found, *_) = [fault for fault in faults_of(schema) if said in fault]

    place, problem, remedy = found.split(": ", 1)[0], found, found.rsplit("; ", 1)[1]
    assert place.startswith(f"schema/{file}:"), problem
    assert place.rsplit(":", 1)[1].isdigit()
    assert remedy


def test_the_line_is_the_one_with_the_fault(schema: Path) -> None:
    text = (schema / "quotas.yaml").read_text(encoding="utf-8")
    line = text[: text.index("[grid-lead]")].count("\n") + 1
    spoil(schema, "quotas.yaml", "[grid-lead]", "[nobody]")

    assert any(fault.startswith(f"schema/quotas.yaml:{line}: ") for fault in faults_of(schema))


def test_all_faults_of_all_files_come_at_once(schema: Path) -> None:
    spoil(schema, "quotas.yaml", "-lead]}}", "-lead]}, at_leest: 1}")
    spoil(schema, "roles.yaml", "zh: 网格长, ", "")
    spoil(schema, "audits/grid-lead.yaml", "quota: grid-lead", "quota: nothing")

    files = {fault.split(":")[0] for fault in faults_of(schema)}

    assert files == {"schema/quotas.yaml", "schema/roles.yaml", "schema/audits/grid-lead.yaml"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"grid-lead: [", "not YAML"),
        (b"- a\n- b\n", "the file is not a mapping"),
        ("grid-lead: {title: {zh: 网格长}}".encode("gb18030"), "not UTF-8"),
        (b"grid-lead: 5\n", "not a mapping"),
        (b"a-role: {}\na-role: {}\n", "duplicate key 'a-role'"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_too(schema: Path, content: bytes, said: str) -> None:
    (schema / "roles.yaml").write_bytes(content)

    assert any(said in fault and fault.startswith("schema/roles.yaml:") for fault in faults_of(schema))


def test_a_file_of_an_unknown_name_is_a_fault(schema: Path) -> None:
    (schema / "rolls.yaml").write_text("a: {}\n", encoding="utf-8")

    assert any("unknown file of definitions: rolls" in fault for fault in faults_of(schema))


def test_a_schema_without_a_graph_says_so(schema: Path) -> None:
    (schema / "graph.yaml").unlink()

    assert any(fault.startswith("schema/graph.yaml:1: missing") for fault in faults_of(schema))


SCOPE = "places: {{level: village, under: '{under}', source: a test}}\n"


def pack_with(tmp_path: Path, name: str, **files: str) -> Path:
    """A pack folder with some definitions."""
    folder = tmp_path / name / "definitions"
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
    return folder.parent


def test_an_entry_of_a_pack_holds_under_its_root_area(schema: Path, tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "fushun", scopes="places: {level: village, source: a test}\n")

    assert any(
        "fushun/definitions/scopes.yaml:1: " in fault and "'under'" in fault for fault in faults_of(schema, pack)
    )


def test_two_packs_may_define_one_key_for_different_areas_only(schema: Path, tmp_path: Path) -> None:
    one = pack_with(tmp_path, "fushun", scopes=SCOPE.format(under="210400000000"))
    other = pack_with(tmp_path, "jinzhou", scopes=SCOPE.format(under="210700000000"))
    same = pack_with(tmp_path, "yingkou", scopes=SCOPE.format(under="210400000000"))

    both: Definitions = load_definitions(schema, [one, other])

    assert [scope.under for scope in both.scopes.of("places")] == ["210400000000", "210700000000"]
    assert any("places is defined twice" in fault for fault in faults_of(schema, one, same))


def test_the_variant_of_the_nearest_root_is_in_force(schema: Path, tmp_path: Path) -> None:
    rule = "daily-work:\n  title: {{zh: 日常, en: daily}}\n  may_blow: [{role}]\n  under: '{under}'\n"
    city = pack_with(tmp_path, "fushun", whistles=rule.format(role="township-head", under="210400000000"))
    county = pack_with(tmp_path, "xinbin", whistles=rule.format(role="township-deputy", under="210422000000"))
    whistles = load_definitions(schema, [city, county]).whistles

    in_county = whistles.find("daily-work", ["210422101000", "210422000000", "210400000000", "210000000000"])
    in_city = whistles.find("daily-work", ["210402001000", "210402000000", "210400000000", "210000000000"])
    elsewhere = whistles.find("daily-work", ["210502000000", "210500000000", "210000000000"])

    assert in_county and in_county.may_blow == ("township-deputy",)
    assert in_city and in_city.may_blow == ("township-head",)
    assert elsewhere and elsewhere.may_blow == ("township-secretary", "township-head", "township-deputy")


def test_the_hash_follows_what_is_said_not_how_it_is_laid_out(schema: Path) -> None:
    before = load_definitions(schema).hash
    path = schema / "quotas.yaml"
    path.write_text("# another comment\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with_comment = load_definitions(schema).hash
    spoil(schema, "quotas.yaml", "-lead]}}", "-lead]}, at_least: 2}")

    assert with_comment == before
    assert load_definitions(schema).hash != before


def test_a_category_inherits_what_it_does_not_say() -> None:
    categories = load_definitions(SCHEMA).categories

    collapse, gas, neighbours = (categories.find(key) for key in ("road-collapse", "gas-leak", "neighbour-dispute"))

    assert collapse and collapse.lineage == ("road-collapse", "sudden-event") and collapse.lead_kinds == ("housing",)
    assert collapse.admission == "recovered"
    assert gas and gas.severity == 5 and gas.lead_kinds == ("utilities",)
    assert neighbours and neighbours.branch_may_lead and neighbours.severity == 2


def test_with_and_without_libyaml_the_same_is_read_and_said(schema: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> tuple[str, list[str]]:
        return load_definitions(SCHEMA).content, faults_of(schema)

    (schema / "wording.yaml").write_text("a: {zh: 甲, en: a\nb: [", encoding="utf-8")
    spoil(schema, "levels.yaml", "rank:", "rang:")
    quick = read()
    monkeypatch.setattr(source, "_QUICK", None)
    assert read() == quick


def test_a_calendar_in_which_no_day_is_worked_is_a_fault(schema: Path) -> None:
    a_year_off(schema, but="2026-02-17")
    faults = faults_of(schema)
    assert len(faults) == 2
    assert "calendars.yaml:9: standard: no day is worked from 2026-01-01 to 2026-02-16; take some out" in faults[0]
    assert "no day is worked from 2026-02-18 to 2026-12-31" in faults[1]


def test_a_long_holiday_is_none(schema: Path) -> None:
    said = ", ".join(f'"2026-02-{day:02}"' for day in range(1, 29))
    spoil(schema, "calendars.yaml", "  hours:", f'  days_off: [{said}]\n  workdays: ["2026-03-01"]\n  hours:')
    load_definitions(schema)


def test_a_clock_that_is_forgotten_is_told_with_file_and_line(schema: Path) -> None:
    spoil(schema, "lifecycle.yaml", "pauses: [contact, report]", "pauses: [report]")
    lines = (schema / "lifecycle.yaml").read_text(encoding="utf-8").splitlines()
    carried = lines.index("    carry-over:")
    line = lines.index("      pauses: [report]", carried) + 1
    assert any(fault.startswith(f"schema/lifecycle.yaml:{line}: carry-over: pauses") for fault in faults_of(schema))


def test_what_is_paused_and_never_stopped_is_a_fault(schema: Path) -> None:
    """An excluded task whose report was paused when it was carried over: the clock would rest in it for ever."""
    spoil(
        schema,
        "lifecycle.yaml",
        "      stops: [sign-in, contact, report]\n    merge:",
        "      stops: [sign-in]\n    merge:",
    )
    faults = [fault for fault in faults_of(schema) if "'excluded', where the task has ended" in fault]
    assert [fault.split("the clock ")[1].split()[0] for fault in faults] == ["'contact'", "'report'"]


def test_limits_that_hold_everywhere_count_in_a_calendar_that_does(schema: Path) -> None:
    spoil(schema, "calendars.yaml", "  source:", '  under: "210600000000"\n  source:')
    assert any("the calendar 'standard' holds under 210600000000 only" in fault for fault in faults_of(schema))


def test_a_clock_may_run_on_if_the_lifecycle_says_so(schema: Path) -> None:
    spoil(schema, "lifecycle.yaml", "pauses: [contact, report]", "pauses: [report]\n      runs_on: [contact]")
    load_definitions(schema)
