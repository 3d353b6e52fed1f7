"""Lifecycles that hypothesis makes, as a pack would write them; those that are loaded are walked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from orgraph.definitions.source import Reading, read_file
from orgraph.definitions.tasks.lifecycle import OUTCOMES, Lifecycle
from orgraph.definitions.tasks.lifecycle_reader import read_lifecycle
from orgraph.domain.event import MARKS

TITLE = {"zh": "题", "en": "a title"}
RELATIONS: dict[str, dict[str, Any]] = {
    "r-opener": {"is": "opener"},
    "r-lead": {"is": "lead"},
    "r-helpers": {"is": "helpers"},
    "r-in-hand": {"is": "in-hand"},
    "r-called": {"is": "called"},
    "r-centre": {"stands": "SERVES", "from": "place"},
    "r-superior": {"stands": "UNDER", "from": "lead"},
    "r-head": {"roles": ["village-head"]},
}
MEMORIES = ("m-one", "m-two")
STATES = ("s-a", "s-b", "s-c", "s-end", "s-void")
FINAL = {"s-end": "resolved", "s-void": "void"}
STAGES = ("t-sign", "t-report")
SETS = ("lead", "helpers", "in-hand", "called", *MEMORIES)


def _some(values: tuple[str, ...], least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


needs = st.one_of(
    st.fixed_dictionaries({"any": st.sampled_from(MEMORIES)}),
    st.fixed_dictionaries({"unit": st.sampled_from(SETS)}),
    st.fixed_dictionaries({"by": st.sampled_from(SETS)}),
    st.just({"work_first": True}),
)


@st.composite
def actions(draw: st.DrawFn, final: bool) -> dict[str, Any]:
    """An action; one that ends a task stops all clocks."""
    relations = (*RELATIONS, "r-one", "r-quarrel")
    one: dict[str, Any] = {
        "title": TITLE,
        "verb": "handle",
        "who": draw(_some(relations, 1)),
        "never": draw(st.sampled_from([[], [], [], *([one] for one in relations)])),
    }
    one["in"] = draw(_some(("s-a", "s-b", "s-c"), 1, 3)) + draw(st.sampled_from([[], [], [], ["s-end"]]))
    required = {"text"} if draw(st.booleans()) else set()
    for word in ("needs", "unless"):
        if draw(st.integers(0, 5)) == 0:
            need = draw(needs)
            one[word] = [need | {"title": TITLE}]
            required |= {"unit"} & set(need)
    if draw(st.integers(0, 2)) == 0:
        remembered = draw(st.sampled_from(["by", "unit", "extension"]))
        one["remembers"] = {draw(st.sampled_from(MEMORIES)): remembered}
        required |= {remembered} - {"by"}
    if draw(st.integers(0, 3)) == 0:
        one["forgets"] = draw(_some(MEMORIES, 1))
    moves = draw(st.sampled_from(["", "", "", "lead", "kept", "add", "remove"]))
    if moves:
        required |= {"unit"}
        one |= {"lead": "unit"} if moves in ("lead", "kept") else {"helpers": {moves: "unit"}}
        one |= {"kept": "helper"} if moves == "kept" else {}
    if draw(st.integers(0, 4)) == 0:
        one["within"] = "t-sign"
    if draw(st.integers(0, 2)) == 0:
        who = draw(st.sampled_from(["by", "lead"]))
        one["marks"] = {draw(st.sampled_from([mark for mark in MARKS if mark not in ("rated", "reached")])): who}
    one |= draw(_ends() if final else _goes())
    if "outcomes" in one and any("passed" in way.get("when", {}) for way in one["outcomes"]):
        required |= {"passed"}
    one["carries"] = {"required": sorted(required)}
    return one


def _ends() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(sorted(FINAL)).map(lambda to: {"to": to, "clocks": {"stop": list(STAGES)}})


def _goes() -> st.SearchStrategy[dict[str, Any]]:
    to = st.sampled_from(("s-a", "s-b", "s-c"))
    when = st.one_of(
        st.booleans().map(lambda passed: {"passed": passed}),
        st.tuples(st.sampled_from(MEMORIES), st.integers(1, 2)).map(lambda one: {one[0]: {"at_least": one[1]}}),
    )
    ways = st.lists(st.fixed_dictionaries({"when": when, "to": to}), min_size=1, max_size=2)
    last = st.fixed_dictionaries({}, optional={"to": to})
    return st.one_of(
        st.just({}),
        st.fixed_dictionaries({"to": to}),
        st.tuples(ways, last).map(lambda all_: {"outcomes": [*all_[0], all_[1]]}),
    )


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    """A lifecycle, which may hold together or not."""
    many = draw(st.sampled_from(["one", "many"]))
    several = draw(st.lists(actions(False), min_size=3, max_size=7)) + draw(
        st.lists(actions(True), min_size=1, max_size=3)
    )
    if draw(st.integers(0, 2)):  # who opened it may take it back wherever it stands
        said = {"title": TITLE, "verb": "handle", "who": ["r-opener"], "in": ["s-a", "s-b", "s-c"], "to": "s-void"}
        several.append(said | {"clocks": {"stop": list(STAGES)}})
    for one in several:  # the clock of a report starts anew where a task is opened again
        if "s-end" in one["in"] and "outcomes" not in one and one.get("to") in ("s-a", "s-b", "s-c"):
            one["clocks"] = {"start": ["t-report"]}
    rated = draw(st.booleans())
    relations = RELATIONS | {"r-one": {"is": "m-one"}, "r-quarrel": {"above_all_of": ["m-two"]}}
    return {
        "title": TITLE,
        "source": "by chance",
        "answered_within": "t-sign",
        "entrances": {"e-in": {"state": draw(st.sampled_from(("s-a", "s-b"))), "starts": list(STAGES)}},
        "relations": {key: {"title": TITLE} | said for key, said in relations.items()},
        "memories": {key: {"title": TITLE, "holds": holds} for key, holds in (("m-one", many), ("m-two", "many"))},
        "states": {
            key: {"title": TITLE}
            | ({"final": True, "counts_as": FINAL[key]} if key in FINAL else {})
            | ({"outcome": draw(st.sampled_from(OUTCOMES))} if rated else {})
            for key in STATES
        },
        "stages": {key: {"title": TITLE} for key in STAGES},
        "actions": {f"a-{number}": one for number, one in enumerate(several)},
    }


def trimmed(said: dict[str, Any]) -> dict[str, Any]:
    """Without the states, actions and memories that nobody can come to: `lives` makes more than a life has."""
    reached = {one["state"] for one in said["entrances"].values()}
    while more := _ways(said, reached) - reached:
        reached |= more
    acts = {
        key: one | {"in": [state for state in one["in"] if state in reached]}
        for key, one in said["actions"].items()
        if reached & set(one["in"])
    }
    return said | {"actions": acts, "states": {key: one for key, one in said["states"].items() if key in reached}}


def _ways(said: dict[str, Any], reached: set[str]) -> set[str]:
    some = [one for one in said["actions"].values() if reached & set(one["in"])]
    return {way["to"] for one in some for way in (one, *one.get("outcomes", ())) if "to" in way}


def loaded(said: dict[str, Any], folder: Path) -> tuple[Lifecycle | None, list[str]]:
    """The lifecycle as the load check has it, None with its faults."""
    file, reading = folder / "life.yaml", Reading()
    file.write_text(yaml.safe_dump({"life": said}, sort_keys=False), encoding="utf-8")
    top = read_file(reading, file, "life.yaml")
    assert top is not None
    (entry,) = top.entries()
    found = read_lifecycle(entry)
    faults = [str(one) for one in reading.faults.all()]
    return (None if faults else found), faults
