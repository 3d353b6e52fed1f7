"""Texts of the files of a new pack; everything in single braces is filled in."""

from __future__ import annotations

PACK = """\
# What this folder is. Load it with: orgraph import {key}  (add --dry-run to see the plan first)
pack: {key}
title: {{zh: {title}, en: {title}}}
root: "{root}"
mode: snapshot              # all that the pack holds; rows that are missing next time end on as_of
as_of: {as_of}           # the day these tables describe
reference_date: {as_of}  # the day that demos and checks ask at
since: {as_of}           # meant where a row's own since is empty
requires: [{requires}]
sources: []                 # - {{title: , place: , licence: , as_of: }}
"""

README = """\
# {name} ({root})

The tables have headers only: as it is, the pack loads and adds nothing. Fill them in any order.
各表只有表头，可直接导入(不增加任何内容)；按下列说明逐表填写。

| file | a row is | necessary |
|---|---|---|
| areas.csv | an area below those of the list: a grid (网格), a building (楼栋) | code, name, level, parent |
| organisations.csv | a unit or party organisation (单位、党组织) | code, name, kind |
| officers.csv | a person (人员) | id, name |
| postings.csv | a person in a role at an area or organisation (任职) | officer, role, at |
| relations.csv | a relation (关系): see below | type, source, target |
| services.csv | a service item (服务事项) that organisations may offer | code, name |
| counts.csv | what was counted (统计数) of a measure at a place in a period | measure, at, since, value |

- Codes and ids of your own begin with `{key}:`, for instance `{key}:police`; areas keep their statistical code.
- Types of relation: SERVES, LEADS, PAIRED_WITH, RESPONSIBLE_FOR, UNDER, OF, MEMBER_OF, AWAY, DEPUTISES_FOR, VISITED,
  OFFERS (an organisation a service), SITS_AT (an organisation at another): on `weekdays`, or every working day.
- Days are written 2023-08-22. An empty `since` is that of pack.yaml, an empty `until` means open; the day `until` is
  the first on which the row no longer holds.
- Lists in one cell (aliases, categories, external_ids) are separated by semicolons.
- Words such as role or kind may be given by key or by title, in Chinese or English: see `reference/words.csv`.
- A column `note` is for people and is not read.
- UTF-8 is best; GBK is read, too, and said so. Keep personal phone numbers and identity numbers out of these files.

`reference/` is not read: `places.csv` has every area of {name} with its path, `postings-to-fill.csv` a posting for each
principal post at each place. Fill in its column `officer`, remove the rows you do not need, save it as `postings.csv`.

`definitions/quotas.yaml` shows how to say what must be where; take the # away to make it count.
"""

QUOTAS = """\
# What must be where in {name}: who-covers shows a shortfall as vacant, and an audit can count it.
# Take the # away to use it.
#
# {key}-{role}:
#   under: "{root}"
#   title: {{zh: "{zh}", en: "{en}"}}
#   each: {{level: {level}}}
#   must: [{{post: {{roles: [{role}]}}}}]
#   source: our own rule
"""
