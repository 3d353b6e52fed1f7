"""Whatever a statement asks about is there on the day: of every relation and node that it meets, the period is tested."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.graph import catalogue

from ..small_world import TESTER

FOLDER = Path(str(files(catalogue)))
ASKED = ("actions", "audits", "cover", "coverage", "figures", "places", "registry", "supervision", "tasks", "whistle")
"""Folders of statements that ask about the organisation on a day; the others write, keep or check rows."""
NAMES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix() for one in ASKED for path in (FOLDER / one).glob("*.cypher")
)

STANDING = {"SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR"}
LINES = {"UNDER", "OF", "MEMBER_OF"}
DATED = {"PART_OF", "POSTED_TO", "AWAY", "DEPUTISES_FOR"} | STANDING | LINES

OTHERWISE = {
    "places/steps_above": "every way of whatever day, among which a rule finds the last",
    "audits/terms": "postings that will end, or have: p and q are compared with other days",
    "township-head-vacant": "a posting counts for some days after it has ended",
    "postings-ending": "the same as audits/terms",
    "posting-during-leave": "absences on the day on which a posting began",
    "audits/backstops": "tasks are counted by the last way of their places, among every way of whatever day",
    "backstop-tasks": "the same",
    "supervision/tallies": "the same as audits/backstops",
    "supervision/findings": "the same",
    "supervision/areas": "areas that lay there on any day of a period: the days that a way has in common are held against it",
    "tasks/page": "the same as audits/backstops",
    "tasks/below": "the same",
    "tasks/below_counts": "the same",
    "tasks/areas_below": "how many areas lie or ever lay there, which decides where a list begins",
    "tasks/parties": "who held a post on the day of each event: each post comes with its day",
    "audits/around": "what lives below places that have ended, on the way that goes on",
    "audits/around_ended": "the ways of what has ended go on as on its last day",
    "ended-area-postings": "postings at what has ended are what it looks for",
    "ended-area-relations": "relations to it, in the same way",
    "ended-area-units": "units that stand nowhere else",
    "ended-area-tasks": "open tasks there",
}
"""Statements that ask about other days as well, and why."""

ONCE = "EXISTS { MATCH (area)-[:PART_OF]->(:Area) }", "EXISTS { MATCH (above)-[:PART_OF]->(:Area) }"
"""Whether a way up once went on: of whatever day."""

COUNTED = ("COUNT { MATCH (o)-[:POSTED_TO]->() }", "COUNT { MATCH (o)-[:AWAY]->() }")
"""Numbers that the engines keep of an officer, which spare looking: of whatever day."""

NOT_ASKED = {
    "above": "names on a way up, and whether an area lies on it",
    "root": "what was asked for: the same as above",
    "home": "the area of a level on a way up: the same as above",
    "away": "the same",
    "top": "an area on the way that is passed, or below which one looks",
    "sub": "officers have no period",
    "s": "the same: deputies",
    "o": "the same",
    "who": "the same: an officer whose postings are asked",
    "lead": "who has it in hand leads it, whatever has become of it",
}

PATTERN = re.compile(
    r"\((\w*)[^()]*\)(?=\s*<?-\[(\w*)(?::([A-Z_|]+))?(\*[^\]{]*)?[^\]]*\]->?\s*\((\w*)(:\w+)?(\s*\{)?)"
)


def faults(text: str) -> list[str]:
    """Dated relations, and areas and organisations at their ends, whose period is not tested."""
    text = re.sub(r"\s+", " ", text)
    for once in (*ONCE, *COUNTED):
        text = text.replace(once, "")
    keyed = set(re.findall(r"\((\w+):\w+ \{(?:code|id):", text)) | set(
        re.findall(r"MATCH \((\w+):\w+\) WHERE \1\.code", text)
    )
    found = []
    for left, relation, types, many, right, _, _ in PATTERN.findall(text):
        kinds = set(types.split("|")) & DATED
        if not kinds:
            continue
        if not relation:
            found.append(f"a step {types} without a name")
            continue
        tested = _steps(relation, text) if many else _held(relation, text)
        if not tested:
            found.append(f"{relation}:{types}")
        if kinds & (STANDING | LINES | {"POSTED_TO", "PART_OF"}):
            ends = [one for one in (left, right) if one and one not in NOT_ASKED]
            found += [f"{one} of {types}" for one in ends if one not in keyed and not _held(one, text)]
    return sorted(set(found))


def _held(one: str, text: str) -> bool:
    if re.search(rf"\b{one}\.since, {one}\.until,", text):
        return True  # both days come back, and are looked at when they are read
    return re.search(rf"\b{one}\.since <= \$on AND \$on < {one}\.until|\b{one}\.since <= p\.since", text) is not None


def _steps(way: str, text: str) -> bool:
    return re.search(rf"step IN {way}(?: \+ \w+)? WHERE (?:open AND )?step\.since <", text) is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_tests_the_period_of_all_that_it_meets(name: str) -> None:
    found = faults(catalogue.text(name))
    assert bool(found) == (name in OTHERWISE), found


async def test_a_compiled_statement_does_too(embedded_services: Services) -> None:
    audits, faulty = embedded_services.audits, {}
    for audit in audits.all(TESTER):
        if not audit.under.startswith("21"):  # of a real city, which is not in this world
            text = (await audits.explain(TESTER, audit.key, audit.under or "990000000000")).statement
            if found := faults(text):
                faulty[audit.key] = found
    assert set(faulty) == set(OTHERWISE) & {audit.key for audit in audits.all(TESTER)}, faulty


def test_a_step_that_forgets_a_period_is_seen() -> None:
    org = "org.since <= $on AND $on < org.until"
    served = "MATCH (a:Area {code: $code})<-[r:SERVES]-(org:Organisation)"
    assert faults(f"{served} WHERE {org}") == ["r:SERVES"]
    assert faults(f"{served} WHERE r.since <= $on AND $on < r.until") == ["org of SERVES"]
    assert faults(f"{served} WHERE r.since <= $on AND $on < r.until AND {org}") == []
    assert faults("MATCH (t)-[:AT]->(:Area)-[:PART_OF*0..7]->(above:Area)") == ["a step PART_OF without a name"]
    assert faults("MATCH (a:Area {code: $code})<-[down:PART_OF*0..7]-(b:Area)") == ["b of PART_OF", "down:PART_OF"]
