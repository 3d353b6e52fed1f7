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
  limits: lending
  ladder: lending
  opened_by: [township-secretary]
  must_carry: [text]
  categories: [contract-dispute]
  keeps: {contact: 30 days, text: 2年}
  fields:
    room: {type: choice, title: {zh: 会议室, en: room}, required: true, of: {big: {zh: 大会议室, en: big room}, small: {zh: 小会议室, en: small room}}}
    seats: {type: whole, title: {zh: 人数, en: seats}, at_least: 2, at_most: 80}
    from-when: {type: instant, title: {zh: 开始时间, en: begins}, not_before: today, group: {zh: 时间, en: times}}
    until-when: {type: instant, title: {zh: 结束时间, en: ends}, not_before: from-when, group: {zh: 时间, en: times}}
    caller: {type: contact, title: {zh: 联系电话, en: contact}}
    guests: {type: texts, title: {zh: 参会人员, en: guests}, at_most: 3}
    invited: {type: units, title: {zh: 参会单位, en: units invited}}
    held-at: {type: place, title: {zh: 会议室所在, en: where the room is}}
    matter-of: {type: category, title: {zh: 议题类别, en: category of the subject}}
    host: {type: post, title: {zh: 主持人, en: who presides}}
    damaged: {type: truth, title: {zh: 有无损坏, en: damaged}, later: true}
    key-until: {type: day, title: {zh: 钥匙归还日, en: key back by}, later: true, not_before: today}
    remarks: {type: text, title: {zh: 备注, en: remarks}, at_most: 200}
"""

LIMITS = """lending:
  under: "990102001000"
  title: {zh: 借用时限, en: limits of a lending}
  source: an example
  calendar: standard
  stages:
    answer:
      - {room: [big], limit: 1 hours}
      - {limit: 4 hours}
    return:
      - {limit: 1 days}
"""

LADDER = """lending:
  under: "990102001000"
  title: {zh: 借用督办, en: ladder of a lending}
  source: an example
  stages: [answer, return]
  steps:
    - {room: [small], title: {zh: 就近综治中心, en: nearest centre}, of: organisation, kinds: [governance-centre], within: 1 hours}
    - {title: {zh: 县级综治中心, en: county centre}, of: organisation, kinds: [governance-centre], level: county}
"""

LIFE = """lending:
  under: "990102001000"
  title: {zh: 借用流程, en: life of a lending}
  source: an example
  answered_within: answer
  entrances:
    asked: {state: asked, starts: [answer]}
  relations:
    borrower: {title: {zh: 借用人, en: the borrower}, is: opener}
    keeper: {title: {zh: 保管单位, en: the keeper}, is: lead}
  memories:
    handed: {title: {zh: 交钥匙, en: handing over}, holds: one}
  states:
    asked: {title: {zh: 待交钥匙, en: asked for}}
    lent: {title: {zh: 已借出, en: lent}}
    back: {title: {zh: 已归还, en: given back}, final: true, counts_as: resolved}
    broken: {title: {zh: 已损坏, en: given back damaged}, final: true, counts_as: unresolved}
  stages:
    answer: {title: {zh: 答复, en: answer}}
    return: {title: {zh: 归还, en: return}}
  actions:
    hand-over:
      title: {zh: 交钥匙, en: hand over the key}
      verb: handle
      in: [asked]
      to: lent
      who: [keeper]
      carries: {required: [key-until], optional: [proof, room]}
      sets: [key-until, room]
      remembers: {handed: by}
      marks: {signed: by}
      clocks: {stop: [answer], start: [return]}
    add-chairs:
      title: {zh: 加座, en: add chairs}
      verb: handle
      in: [asked, lent]
      who: [keeper]
      carries: {required: [seats]}
      needs: [{field: room, is: [big], title: {zh: 小会议室不能加座, en: the small room holds no more}}]
      sets: [seats]
    give-back:
      title: {zh: 归还, en: give back}
      verb: handle
      in: [asked, lent]
      who: [keeper]
      carries: {required: [passed, text, damaged], optional: [remarks]}
      needs: [{any: handed, title: {zh: 钥匙尚未交出, en: the key was never handed over}}]
      sets: [damaged, remarks]
      outcomes:
        - {when: {damaged: true, room: [big]}, to: broken}
        - {to: back}
      clocks: {stop: [answer, return]}
      marks: {answered: by}
"""

FILES = {
    "tasks/lending.yaml": ROOM,
    "lifecycles/lending.yaml": LIFE,
    "deadlines.yaml": LIMITS,
    "ladders.yaml": LADDER,
}


def packs_with_it(folder: Path) -> Path:
    """A copy in `folder` of the packs of the small world, one of which brings it."""
    seeds = Path(shutil.copytree(SMALL, folder / "seeds"))
    for name, text in FILES.items():
        file = seeds / "qingshi" / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists()
        file.write_text(text, encoding="utf-8")
    return seeds
