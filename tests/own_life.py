"""A kind of task with a life of its own, as a pack brings it: a meeting room is lent. No code knows a word of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from .small_world import SMALL

ROOM = """lending:
  under: "990102001000"
  title: {zh: 会议室借用, en: lending of a room}
  lifecycle: lending
  entrance: asked
  limits: standard
  ladder: standard
  opened_by: [township-secretary]
  must_carry: [text]
"""

LIFE = """lending:
  under: "990102001000"
  title: {zh: 借用流程, en: life of a lending}
  source: an example
  entrances:
    asked: {state: asked, starts: [report]}
  relations:
    borrower: {title: {zh: 借用人, en: the borrower}, is: opener}
    keeper: {title: {zh: 保管单位, en: the keeper}, is: lead}
  memories:
    handed: one
  states:
    asked: {title: {zh: 待交钥匙, en: asked for}}
    lent: {title: {zh: 已借出, en: lent}}
    back: {title: {zh: 已归还, en: given back}, final: true, counts_as: resolved}
  stages:
    report: {title: {zh: 办结, en: report}}
  actions:
    hand-over:
      title: {zh: 交钥匙, en: hand over the key}
      verb: handle
      in: [asked]
      to: lent
      who: [keeper]
      carries: {optional: [proof]}
      remembers: {handed: by}
      marks: {signed: by}
    give-back:
      title: {zh: 归还, en: give back}
      verb: handle
      in: [asked, lent]
      to: back
      who: [keeper]
      carries: {required: [passed, text]}
      needs: [{any: handed, title: {zh: 钥匙尚未交出, en: the key was never handed over}}]
      clocks: {stop: [report]}
      marks: {answered: by}
"""


def packs_with_it(folder: Path) -> Path:
    """A copy in `folder` of the packs of the small world, one of which brings it."""
    seeds = Path(shutil.copytree(SMALL, folder / "seeds"))
    own = seeds / "qingshi" / "definitions"
    for name, text in (("tasks", ROOM), ("lifecycles", LIFE)):
        (own / name).mkdir(parents=True, exist_ok=True)
        (own / name / "lending.yaml").write_text(text, encoding="utf-8")
    return seeds
