"""
Three classes of an opinion (意见诉求三类处置), as a pack brings them: a volunteer service, a council's discussion, a major
matter. Who takes it, how long it may take and who is told when it is late follow from the class. No code knows a word of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .packs import Desk

KINDS = """organisations:
  volunteer-station: {title: {zh: 志愿服务站, en: volunteer station}, label: Unit}
  residents-council: {title: {zh: 网格议事会, en: residents' council}, label: Unit}
"""

OPINION = """opinion:
  under: "{p}0000000000"
  title: {{zh: 意见诉求, en: opinion}}
  lifecycle: opinion
  entrance: heard
  limits: opinion
  ladder: opinion
  opened_by: [township-secretary]
  must_carry: [text, channel]
  categories: [neighbour-dispute]
  fields:
    class:
      type: choice
      title: {{zh: 类别, en: class}}
      later: true
      of:
        service: {{zh: 志愿服务, en: volunteer service}}
        discussion: {{zh: 议事协商, en: discussion by the council}}
        major: {{zh: 重大事项, en: major matter}}
"""

LIFE = """opinion:
  under: "{p}0000000000"
  title: {{zh: 意见诉求流程, en: life of an opinion}}
  source: an example
  answered_within: triage
  entrances:
    heard: {{state: heard, starts: [triage], intake: [talk-point]}}
  relations:
    speaker: {{title: {{zh: 登记人, en: who entered it}}, is: opener}}
    handler: {{title: {{zh: 承办单位, en: who handles it}}, is: lead}}
  memories:
    minutes: {{title: {{zh: 议事记录, en: minutes}}, holds: many}}
  states:
    heard: {{title: {{zh: 待分类, en: to be classed}}}}
    sent: {{title: {{zh: 待办理, en: sent}}}}
    answered: {{title: {{zh: 待回访, en: to be called back}}}}
    closed: {{title: {{zh: 已办结, en: closed}}, final: true, counts_as: resolved}}
  stages:
    triage: {{title: {{zh: 分类, en: classing}}}}
    handling: {{title: {{zh: 办理, en: handling}}}}
  actions:
    triage:
      title: {{zh: 分类派送, en: class it and send it on}}
      verb: transfer
      in: [heard]
      to: sent
      who: [handler]
      carries: {{required: [class]}}
      sets: [class]
      lead: routed
      clocks: {{stop: [triage], start: [handling]}}
    raise:
      title: {{zh: 调整类别, en: class it otherwise}}
      verb: transfer
      in: [sent]
      to: sent
      who: [handler, speaker]
      carries: {{required: [class, text]}}
      sets: [class]
      lead: routed
      clocks: {{start: [handling]}}
    resend:
      title: {{zh: 按类别重派, en: send it on again by its class}}
      verb: transfer
      in: [sent]
      who: [handler, speaker]
      lead: routed
    discuss:
      title: {{zh: 议事记录, en: record the discussion}}
      verb: handle
      in: [sent]
      who: [handler]
      carries: {{required: [text]}}
      needs: [{{field: class, is: discussion, title: {{zh: 不属议事协商类, en: it is not for discussion}}}}]
      remembers: {{minutes: by}}
    conclude:
      title: {{zh: 按议事结果答复, en: answer by what was discussed}}
      verb: handle
      in: [sent]
      to: answered
      who: [handler]
      carries: {{required: [text]}}
      needs: [{{any: minutes, title: {{zh: 尚无议事记录, en: nothing was discussed yet}}}}]
      clocks: {{stop: [handling]}}
    answer:
      title: {{zh: 答复, en: answer}}
      verb: handle
      in: [sent]
      to: answered
      who: [handler]
      carries: {{required: [text]}}
      unless: [{{field: class, is: discussion, title: {{zh: 须先议事协商, en: it is to be discussed first}}}}]
      clocks: {{stop: [handling]}}
    confirm:
      title: {{zh: 回访确认, en: confirm}}
      verb: supervise
      in: [answered]
      to: closed
      who: [speaker]
      never: [handler]
"""

LIMITS = """opinion:
  under: "{p}0000000000"
  title: {{zh: 意见诉求时限, en: limits of an opinion}}
  source: an example
  calendar: standard
  stages:
    triage: [{{limit: 1 days}}]
    handling:
      - {{class: [service], limit: 3 days}}
      - {{class: [discussion], limit: 10 days}}
      - {{limit: 30 days}}
"""

LADDER = """opinion:
  under: "{p}0000000000"
  title: {{zh: 意见诉求督办, en: ladder of an opinion}}
  source: an example
  stages: [handling]
  steps:
    - {{class: [major], title: {{zh: 街道书记, en: street secretary}}, of: post, roles: [township-secretary], level: township, within: 1 hours}}
    - {{title: {{zh: 市级综治中心, en: city centre}}, of: organisation, kinds: [governance-centre], level: city}}
"""

ROUTING = """by-class:
  under: "{p}0000000000"
  lead: [responsible, backstop]
  order: [distance, open-load, id]
  serving:
    - {{class: [service], kinds: [volunteer-station]}}
    - {{class: [discussion], kinds: [residents-council]}}
    - {{class: [major], kinds: [governance-centre], level: township}}
  backstop: [governance-centre]
  source: an example
"""

FILES = {
    "kinds.yaml": KINDS,
    "tasks/opinion.yaml": OPINION,
    "lifecycles/opinion.yaml": LIFE,
    "deadlines.yaml": LIMITS,
    "ladders.yaml": LADDER,
    "routing.yaml": ROUTING,
}

ORGANISATIONS = (
    *("{k}:talk,{n}评理说事点,talk-point,,", "{k}:red,{n}志愿服务站,volunteer-station,,"),
    *("{k}:street-red,{n}街道志愿服务站,volunteer-station,,", "{k}:council,{n}网格议事会,residents-council,,"),
    *("{k}:near,{n}社区综治中心,governance-centre,third,", "{k}:street,{n}街道综治中心,governance-centre,second,"),
)
SERVES = (
    *(("talk", "{p}0101001001"), ("red", "{p}0101001001"), ("street-red", "{p}0101001000")),
    *(("council", "{p}0101001001"), ("near", "{p}0101001001"), ("street", "{p}0101001000")),
)


PACK = """pack: {k}
title: {{zh: {n}, en: {k}}}
root: "{p}0000000000"
mode: snapshot
as_of: 2023-08-22
reference_date: 2023-08-22
"""


def write(folder: Path, words: Mapping[str, str]) -> None:
    """Write a pack of nothing but the definitions."""
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK.format(**words), encoding="utf-8")
    define(folder, words)


def define(folder: Path, words: Mapping[str, str]) -> None:
    """Write the definitions into the folder of a pack."""
    for name, text in FILES.items():
        file = folder / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if name == "kinds.yaml" else text.format(**words), encoding="utf-8")


def bring(desk: Desk) -> None:
    """Write the definitions into a pack, and who serves its community."""
    define(desk.folder, desk.words)
    for row in ORGANISATIONS:
        desk.add("organisations", row)
    for unit, place in SERVES:
        desk.add("relations", f"SERVES,{{k}}:{unit},{place},2021-01-01,,,,,")
