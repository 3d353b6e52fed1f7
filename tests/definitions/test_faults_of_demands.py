"""Faults of quotas and audits, each with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from .spoiling import assert_told, spoil


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
        ("quotas.yaml", "{level: grid}", "{organisations: [police]}", "'level' is missing, which each needs"),
        ("quotas.yaml", "roles: [grid-lead]", "roles: [grid-leed]", "'grid-leed' is not among the roles"),
        (
            "quotas.yaml",
            "  must: [{post: {roles: [grid-lead]}}]",
            "  must: [{}]",
            "one of these is needed: post, organisation, area",
        ),
        ("quotas.yaml", "  must: [{post: {roles: [grid-lead]}}]\n", "", "a list of mappings is needed"),
        (
            "audits/grid-lead.yaml",
            "  quota: grid-lead",
            "  quota: grid-lead\n  backstops: {}",
            "do not go together: quota, backstops",
        ),
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
        (
            "audits/grid-branch.yaml",
            "{level: grid}",
            "{level: grid, organisations: [police]}",
            "do not go together: level, org",
        ),
        ("audits/grid-branch.yaml", "kinds: [grid-branch]}}", "kinds: [grid-brunch]}}", "'grid-brunch' is not among"),
        ("audits/grid-branch.yaml", "relation: LEADS, ", "", "'relation' is missing"),
        (
            "audits/grid-branch.yaml",
            "grid-branch]}}",
            "grid-branch]}, exactly: 1, at_most: 2}",
            "do not go together: at_most, exactly",
        ),
        ("audits/grid-branch.yaml", "grid-branch]}}", "grid-branch]}, at_least: 3, at_most: 2}", "3 is more than"),
        (
            "audits/grid-branch.yaml",
            "grid-branch]}}",
            "grid-branch]}, per: {roofs: 2}}",
            "is needed: households, buildings",
        ),
        ("audits/grid-branch.yaml", "kinds: [grid-branch]}}", "having: [hope]}}", "'hope' is not known"),
        (
            "audits/grid-branch.yaml",
            "organisation: {relation: LEADS, kinds: [grid-branch]}",
            "at_least: 1",
            "one of these is needed: post, organisation, area",
        ),
        (
            "audits/court-room-mediator.yaml",
            "on_duty: true",
            "on_duty: true, within_days: 3",
            "do not go together: on_duty, within_days",
        ),
        ("audits/court-room-mediator.yaml", "on_duty: true", "up: 2", "organisations have no areas above"),
        ("audits/court-room-mediator.yaml", "on_duty: true}", "on_duty: true}, per: {buildings: 2}", "areas below"),
        ("audits/court-room-mediator.yaml", "room]}", "room], scope: all}", "'level' is missing, which scope needs"),
        ("audits/court-room-mediator.yaml", "room]}", "room], at: moon}", "'moon' is not among the levels"),
        (
            "audits/grid-branch.yaml",
            "{level: grid}",
            "{level: grid, at: county}",
            "'organisations' is missing, which at needs",
        ),
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
            "do not go together: per, percent_of",
        ),
        (
            "audits/grid-branch.yaml",
            "branch]}}",
            "branch]}, balanced: {over: building}}",
            "'at_most' is missing, which balanced needs",
        ),
        ("audits/pairing-load.yaml", "over: village", "over: moon", "'moon' is not among the levels"),
        ("audits/pairing-load.yaml", "branch]}", "branch], up: 1}", "without up, on_duty, within_days"),
        (
            "audits/pairing-load.yaml",
            "{level: county}",
            "{level: county, having: [{post: {}, balanced: {over: grid}, at_most: 1}]}",
            "only asked of what must be",
        ),
        ("audits/village-grid.yaml", "{area: {level: grid}}", "{area: {relation: LEADS}}", "give area a level"),
        (
            "audits/unpaired-branch.yaml",
            "relation: PAIRED_WITH",
            "level: village",
            "'area.relation' is missing, which organisations needs",
        ),
        ("audits/officer-first-visit.yaml", "since_posting: true", "", "is needed: since_posting, within_days"),
        (
            "audits/officer-first-visit.yaml",
            "since_posting: true",
            "since_posting: true, within_days: 9",
            "do not go together: since_posting, within_days",
        ),
        (
            "audits/officer-first-visit.yaml",
            "visited: {since_posting: true}",
            "seen: true",
            "one of these is needed: visited, not_with",
        ),
        ("audits/officer-first-visit.yaml", "postings: {roles", "postings: {rolls", "unknown key 'rolls'"),
        (
            "audits/officer-first-visit.yaml",
            "{postings: {roles: [political-legal-officer]}}",
            "{postings: []}",
            "not a mapping",
        ),
        ("audits/person-in-two-counties.yaml", "another: county", "", "one of these is needed: roles, another"),
        ("audits/person-in-two-counties.yaml", "another: county", "another: moon", "'moon' is not among the levels"),
        ("audits/posting-during-leave.yaml", "begun_present: true", "begun_present: false", "is only asked for"),
        (
            "audits/ended-area-relations.yaml",
            "{relations: {}}",
            "{relations: {}, tasks: {}}",
            "do not go together: relations, tasks",
        ),
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
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(schema: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(schema, file, old, new)
    assert_told(schema, file, said)
