"""Values that mean something in the small world, by the name of the argument that takes them."""

from __future__ import annotations

from typing import Any

from .conftest import Caller
from .test_whistles import BLOW, whistle

AREAS = (
    "990000000000", "990100000000", "990102000000", "990102001000", "990102001001", "99010200100100001", "青石市",
    "南河社区", "河东区/南河街道", "榆岭", "老窑", "石门村", "990121102203",
)  # fmt: skip
ORGANISATIONS = (
    "qingshi:police",
    "qingshi:housing-hedong",
    "qingshi:justice-nanhe",
    "qingshi:branch-police",
    "qingshi:centre",
)
POSTS = ("township-secretary@990102001000", "township-secretary@990121102000", "township-secretary")


async def known(api: Caller) -> dict[str, tuple[Any, ...]]:
    """Places, parties, keys of the definitions, and tasks that were called for this."""
    blown = [(await api.ask(BLOW, input=whistle(f"chance-{number}")))["blowWhistle"]["task"] for number in range(3)]
    ids = tuple(one[name] for one in blown for name in ("id", "key"))
    definitions = api.services.definitions
    found = await api.ask(
        '{ area(code: "990102000000") { id } unit(code: "qingshi:police") { id } officer(id: "qingshi:p-1") { id key } }'
    )
    return {
        **dict.fromkeys(("place", "area", "code", "also"), AREAS),
        **dict.fromkeys(("unit", "helpers", "departments"), ORGANISATIONS),
        "who": (*ORGANISATIONS, "qingshi:p-1"),
        "of": (*ORGANISATIONS, *POSTS),
        "by": (*POSTS, *ORGANISATIONS, *definitions.levels),
        "task": ids, "into": ids,
        "id": (*ids, found["area"]["id"], found["unit"]["id"], found["officer"]["id"], found["officer"]["key"]),
        "key": tuple(audit.key for audit in definitions.audits)[:12],
        "pack": ("qingshi", "wanghai"),
        "name": ("南河", "青石", "公安"),
        "category": ("contract-dispute", "road-collapse", "物业纠纷"),
        "kind": ("emergency", "daily-work", "应急哨"),
        "action": tuple(action for one in definitions.lifecycles for action in one.actions),
        "on": ("2023-08-22", "2023-05-01", "2022-12-31"),
        "from": ("2023-01-01", "2023-08-01"), "to": ("2023-08-22", "2023-08-31"), "with": ("2023-01-01",),
        "first": (1, 2, 20), "severity": (1, 5), "arrival": (5,), "attitude": (3,), "result": (1,),
        "expectedVersion": (2, 3), "extension": ("2 working days",), "limit": ("3 days",),
        "blownAt": ("2023-08-22T09:00:00+08:00",), "when": ("2023-08-22T09:59:00+08:00",), "at": ("2023-08-23T09:00:00+08:00",),
        "review": ("2023-09-01",), "text": ("两家对合同各执一词",), "basis": ("依据",),
    }  # fmt: skip
