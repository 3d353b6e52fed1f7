"""Phrases: each that the code says is in wording.yaml in both languages, and each there is said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from string import Formatter

import pytest
import yaml

from orgraph.cli.render.counts import BESIDE
from orgraph.cli.render.plan_file import COLUMNS as PLAN_COLUMNS
from orgraph.cli.render.plan_values import HIDDEN
from orgraph.cli.render.supervision import COUNTED
from orgraph.cli.render.workbook import COLUMNS
from orgraph.cli.sections import sections
from orgraph.cli.speech import Speech
from orgraph.cli.wording import words_of
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.place_rules import STANDING_THERE
from orgraph.definitions.demands.requirements import ATTRIBUTES, PER, RELATIONS
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.load import load_definitions
from orgraph.definitions.tasks.action_reader import VALUES
from orgraph.definitions.tasks.fields import TYPES
from orgraph.definitions.tasks.keeping import KEPT
from orgraph.definitions.tasks.kinds import CARRIES as MUST_CARRY
from orgraph.definitions.tasks.kinds import DOORS
from orgraph.definitions.tasks.lifecycle import CARRIES, COUNTS_AS, OUTCOMES, SETS
from orgraph.definitions.tasks.routing import ORDERS
from orgraph.definitions.wording import COUNTS
from orgraph.definitions.words.categories import ADMISSIONS
from orgraph.domain.action import Obstacle, Verb
from orgraph.domain.campaign import Given
from orgraph.domain.deadline import Light, Span, Unit
from orgraph.domain.imports import Group, Mode, RowAction
from orgraph.domain.ledger import Damage
from orgraph.domain.supervision import RATES
from orgraph.domain.task import LinkKind, Presence
from orgraph.domain.track_record import TRACK_KEYS
from orgraph.domain.weak_point import WeakPointKind
from orgraph.domain.weekly import WEEKDAYS, WEEKS
from orgraph.domain.whistle import Reason, Source
from orgraph.settings import Settings, shipped_phrases
from tests.said import fails
from tests.small_world import PACKS, ROOT

PHRASES = yaml.safe_load((ROOT / "schema" / "wording.yaml").read_text(encoding="utf-8"))
SPOKEN = re.compile(r'(?:speech|words|_speech|self|settings\))\(\s*\n?\s*"([a-z][a-z0-9-]*)"')
CALLS = re.compile(
    r'"((?:call|figures|error|proof|relation-responsible|away|vacant|interrupted|progress|imports|backup|restore|coverage|covered|usage)[a-z-]*)"'
)
FAMILY = re.compile(r'(?:speech|words|_speech|self)\.of\(\s*"([a-z-]+)"')
OF_CLOSED_SETS = {
    "kept": KEPT,
    "field-type": [one.value for one in TYPES],
    "relation": [one.lower().replace("_", "-") for one in RELATIONS],
    "matter": ["heading", "by"],
    "task": ["heading", "by"],
    "whistle": ["heading", "by"],
    "column": [key for key, _ in COLUMNS],
    **{
        f"explain-{bound}": ["of-posts", "of-things", "of-matters", "of-per-mille"]
        for bound in ("at-least", "at-most", "exactly", "between")
    },
    "recorded": list(TRACK_KEYS),
    "weak": [one.value for one in WeakPointKind],
    "explain-outward": ["under", "of", "member-of", "sits-at"],
    "explain-per": list(PER),
    "explain-standing": list(STANDING_THERE),
    "explain-there": list(STANDING_THERE),
    "explain-having": [name.replace("_", "-") for name in ATTRIBUTES],
    "part": ["lead", "assist", "helper"],
    "order": list(ORDERS),
    "source": [source.value for source in Source],
    "verb": [verb.value for verb in Verb],
    "obstacle": [obstacle.value for obstacle in Obstacle],
    "carry": [*CARRIES, *MUST_CARRY, "meeting-place", "reason"],
    "counts-as": list(COUNTS_AS),
    "outcome": list(OUTCOMES),
    "category-admission": list(ADMISSIONS),
    "kind-door": [*DOORS, "none"],
    "kind-is": list(SETS),
    "kind-value": list(VALUES),
    "check": ["passed", "not-passed"],
    "truth": ["yes", "no"],
    "said": ["contacted", "not-contacted", "solved", "not-solved", "satisfaction"],
    "counts": ["area", "code", "of", "from", "to", "value", *BESIDE, "missing", "why"],
    "supervision": [*COUNTED, "area", "code", "from", "to", "found", "unit", "tasks"],
    "share": ["how", *(f"{name}{part}" for name in RATES for part in ("", "-count", "-of", "-besides"))],
    "event": ["called", "dispatched", "redacted", "escalated", "joined"],
    "presence": [presence.value for presence in Presence],
    "link": [kind.value for kind in LinkKind],
    "skipped": ["vacant", "away", "no-unit", "off-duty", "ended", "others"],
    "weekday": list(WEEKDAYS),
    "week": list(WEEKS),
    "light": ["late", *(light.value for light in Light)],
    "unit": [unit.value for unit in Unit],
    "damage": [damage.value for damage in Damage],
    "of-campaign": [given.value for given in Given],
    "notice": ["below-ended", "round-ended", "scope-narrowed"],
    "plan": [*(action.value for action in RowAction), "same"],
    "mode": [mode.value for mode in Mode],
    "imported": ["running", "stopped", "done", "superseded"],
    "group": [*(group.value for group in Group), "hanging"],
    "plan-column": list(PLAN_COLUMNS),
    "table": ["task"],
    "imports": ["pack", "as-of", "state", "added", "changed", "ended", "started", "id"],
    "usage-missing": ["option", "argument"],
    "from": ["default", "environment", "file", "option"],
}


def said(definitions: Definitions) -> set[str]:
    """Every key that the code can ask for."""
    spoken = [*(ROOT / "orgraph" / "cli").rglob("*.py"), ROOT / "orgraph" / "definitions" / "wording.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in spoken)
    keys = {key for pattern in (SPOKEN, CALLS) for key in pattern.findall(code)} & set(PHRASES)
    keys |= set(SPOKEN.findall(code))
    keys |= {f"{family}-{value}" for family, values in OF_CLOSED_SETS.items() for value in values}
    keys |= {f"section-{name}" for name in sections(definitions)}
    keys |= {f"table-{hyphened(name)}" for name in tables(definitions)}
    keys |= {f"property-{name.replace('_', '-')}" for name in told_properties(definitions)}
    keys |= {reason.value for reason in Reason}
    return keys | {f"{key}-one" for key in keys if f"{key}-one" in PHRASES}


def tables(definitions: Definitions) -> list[str]:
    """Labels and relationship types that packs bring."""
    nodes = [name for name, shape in definitions.graph.nodes.items() if {"pack", "import"} <= set(shape.properties)]
    return [*nodes, *(shape.type for shape in definitions.graph.dated_relationships())]


def told_properties(definitions: Definitions) -> set[str]:
    """Properties that a plan tells of: those that packs bring, but for what follows from others, and where to."""
    nodes = [definitions.graph.nodes[name] for name in tables(definitions) if name in definitions.graph.nodes]
    held = [*(one.properties for one in nodes), *(one.properties for one in definitions.graph.dated_relationships())]
    brought = {name for properties in held for name in properties}
    return {"to", *(one for one in brought if not one.startswith(HIDDEN))} - {"id", "code", "pack", "import", "digest"}


def hyphened(name: str) -> str:
    """PartyOrganisation and POSTED_TO as keys."""
    return (
        name.replace("_", "-").lower()
        if name.isupper() or "_" in name
        else re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()
    )


def test_every_phrase_that_the_code_says_is_worded(definitions: Definitions) -> None:
    assert sorted(said(definitions) - set(PHRASES)) == []


def test_every_phrase_of_the_file_is_said(definitions: Definitions) -> None:
    assert sorted(set(PHRASES) - said(definitions)) == []


def test_every_family_of_words_is_a_closed_set_that_is_worded_in_full() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "orgraph" / "cli").rglob("*.py"))

    assert sorted(set(FAMILY.findall(code)) - set(OF_CLOSED_SETS) - {"section", "table", "property"}) == []


def test_one_thing_is_not_told_as_many(definitions: Definitions) -> None:
    speech = Speech(definitions, "en")
    told = [speech.span(Span(count, unit)) for unit in Unit for count in (1, 2)]

    assert told == [
        f"{count} {unit.value.replace('-', ' ')}"[: -1 if count == 1 else None] for unit in Unit for count in (1, 2)
    ]
    for key, phrase in PHRASES.items():
        counted = {name for _, name, _, _ in Formatter().parse(phrase["en"]) if name} & set(COUNTS)
        many = any(re.search(rf"\{{{name}[^}}]*\}} [a-z]+( [a-z]+)?s\b", phrase["en"]) for name in counted)
        assert not many or f"{key}-one" in PHRASES, key


def test_a_schema_of_ones_own_that_lacks_phrases_is_told_in_those_that_are_shipped(tmp_path: Path) -> None:
    schema = tmp_path / "schema"
    shutil.copytree(ROOT / "schema", schema)
    own = "light-green: {zh: 从容, en: at ease}\nunit-hours: {zh: '{count}钟', en: '{hours} {'}\n"
    (schema / "wording.yaml").write_text("light-green: {zh: 从容, en: at ease}\n", encoding="utf-8")

    found = load_definitions(schema, PACKS, shipped_phrases())
    assert set(found.wording) >= set(PHRASES)
    assert Speech(found, "en").of("light", "green") == "at ease"

    (schema / "wording.yaml").write_text(own, encoding="utf-8")
    with fails(DefinitionsFaulty, match="unit-hours") as faulty:
        load_definitions(schema, PACKS, shipped_phrases())
    assert len(faulty.value.faults) == 1 and faulty.value.faults[0].line == 2
    words = words_of(Settings(schema_dir=schema, lang="en"))
    assert words("unit-hours", count=2) == "2 hours" and words("light-green") == "at ease"


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_has_the_same_blanks_in_both_languages(key: str) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(PHRASES[key][lang]) if name} for lang in ("zh", "en"))

    assert zh == en
