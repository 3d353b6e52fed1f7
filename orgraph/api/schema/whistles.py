"""The decision on a whistle with its proof, and whom to call."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry

from orgraph.api.schema.fields import plain
from orgraph.api.schema.registry import Area, Organisation, Post


@strawberry.enum(description="Where a candidate comes from (候选来源); the routing orders them.")
class Source(Enum):
    """The domain's Source."""

    RESPONSIBLE = strawberry.enum_value("responsible", description="Answers for the category (主责).")
    ASSISTING = strawberry.enum_value("assisting", description="Assists in the category (协助).")
    PAIRED = strawberry.enum_value("paired", description="A paired party branch (结对党支部).")
    ASKED = strawberry.enum_value("asked", description="Asked for by the whistle (吹哨点名).")
    NEIGHBOURING = strawberry.enum_value("neighbouring", description="Leads at another place it reaches (毗邻区域).")
    ASSIGNED = strawberry.enum_value("assigned", description="Assigned at a meeting (会商交办).")
    SERVING = strawberry.enum_value(
        "serving", description="Serves the place: takes it for what it has in a field, or may be proposed (服务)."
    )
    BACKSTOP = strawberry.enum_value("backstop", description="Takes what nobody answers for (兜底).")


@strawberry.enum(description="Why a candidate was or was not chosen (理由).")
class Reason(Enum):
    """The domain's Reason."""

    LEADS = strawberry.enum_value("leads", description="It leads (主办).")
    HELPS = strawberry.enum_value("helps", description="It helps (协助).")
    NEXT = strawberry.enum_value("next", description="It comes next if the lead does not (递补).")
    NEARER_LEVEL_DECIDED = strawberry.enum_value(
        "nearer-level-decided", description="A nearer level decided (近层级已定)."
    )
    EARLIER_SOURCE_DECIDED = strawberry.enum_value(
        "earlier-source-decided", description="An earlier source decided (先序来源已定)."
    )
    BEHIND_IN_ORDER = strawberry.enum_value("behind-in-order", description="Others come before it (排序在后).")
    KIND_MAY_NOT_LEAD = strawberry.enum_value(
        "kind-may-not-lead", description="Its kind may not lead this category (类型不可主办)."
    )
    SEVERITY_TOO_LOW = strawberry.enum_value(
        "severity-too-low", description="It answers for graver matters only (严重程度不足)."
    )
    BRANCH_MAY_NOT_LEAD = strawberry.enum_value(
        "branch-may-not-lead", description="A branch may not lead this category (支部不可主办)."
    )
    STAYS_HERE = strawberry.enum_value("stays-here", description="A core duty stays at the level (基层核心职责).")
    ASSISTS_ONLY = strawberry.enum_value("assists-only", description="Its level assists only (基层配合).")
    RECOVERED = strawberry.enum_value("recovered", description="Recovered by the superior (上级收回).")
    BACKSTOP_NOT_NEEDED = strawberry.enum_value(
        "backstop-not-needed", description="Somebody answers for it (无需兜底)."
    )


@strawberry.type(description="What an organisation has brought to its end (办理记录), as a decision weighed it.")
class Track:
    """Shows the domain's Track."""

    months: int = plain("Of so many months (月数), that of the decision the last.")
    done: int = plain("Matters brought to an end (办结件数).")
    tried: int = plain("Disputes that were agreed upon or were not to be (调解件数).")
    rate: int | None = plain(
        "Of a thousand of those so many were agreed upon (成功率); null where too few were tried.", name="perMille"
    )
    at_least: int = plain("From how many on the rate is told (起算件数).")


@strawberry.type(description="An organisation that might come (候选机构), and how it stands to the place.")
class Candidate:
    """Shows the domain's Candidate."""

    organisation: Organisation = plain("The organisation (机构).")
    source: Source = plain("Where it comes from (来源).")
    at: Area = plain("The area through which it stands to the place (所在层级).")
    distance: int = plain("Steps from the place up to that area (距离).")
    path: list[str] = plain("Names of the areas on the way, then its own (路径).")
    tier_rank: int = plain("Rank of its tier (级别次序), the lower first.")
    open_load: int = plain("Tasks it had in hand (在办数量).")
    severity_from: int = plain("Least severity that it answers for (最低严重程度).")
    best_at: int | None = plain(
        "Steps from the category up to one that it is best at (专长); null: none, or the order does not weigh it."
    )
    track: Track | None = plain("Its track record (办理记录); null where the order does not weigh it.")


@strawberry.type(description="One line of the proof (判定): a candidate and why it was or was not chosen.")
class Verdict:
    """Shows the domain's Verdict."""

    candidate: Candidate = plain("The candidate (候选机构).")
    chosen: bool = plain("Whether it was chosen (是否选中).")
    reason: Reason = plain("Why (理由).")


@strawberry.type(description="Which organisation leads, who helps, and why (派单决定).")
class Decision:
    """Shows the domain's Decision."""

    lead: Candidate = plain("Who leads (主办).")
    helpers: list[Candidate] = plain("Who helps (协助).")
    following: list[Candidate] = plain("Who comes next (递补).")
    proof: list[Verdict] = plain("A verdict on each candidate, in order (依据).")
    backstop: bool = plain("Whether nobody was responsible and a superior's backstop takes it (是否兜底).")
    routing: str = plain("The routing that was used (派单规则), by key.")
    order: list[str] = plain("Its sort keys (排序依据).")


@strawberry.type(description="Who was proposed last to take a task (推荐), to be chosen or refused.")
class Proposal:
    """Shows the domain's Proposal."""

    sequence: int = plain("The event (台账事件) that keeps it.")
    key: str = plain("The rule that was used (推荐规则), by key.")
    order: list[str] = plain("Its sort keys (排序依据).")
    first: int = plain("How many are proposed at most (推荐数量).")
    candidates: list[Candidate] = plain("Everybody who could be proposed (候选机构), in order.")
    proposed: list[str] = plain("Who is proposed (推荐机构), by code, in order.")
    turned_down: list[str] = plain("Who was turned down (不选机构), by code.")


@strawberry.type(description="When and where the called departments meet (会商安排).")
class Meeting:
    """Shows the domain's Meeting."""

    at: datetime = plain("When (时间).")
    place: str = plain("Where (地点).")


@strawberry.type(description="An organisation that is called, and the person there (被叫机构与联系人).")
class Called:
    """Shows the domain's Called."""

    organisation: Organisation = plain("The organisation (机构).")
    person: Post | None = plain("Whom to call there (联系人); null when nobody can be reached today.")
    ended: bool = plain("Whether the organisation is no more (是否已撤销).")
