"""Every decision that was taken on a task, with its proof."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry

from orgraph.api.schema.fields import plain
from orgraph.api.schema.registry import Area, Organisation


@strawberry.enum(description="What kind of decision (决定类型).")
class DecisionKind(Enum):
    """Kinds of decisions on a task."""

    ROUTING = strawberry.enum_value("routing", description="Where the whistle went (派遣); its proof is `decision`.")
    ESCALATION = strawberry.enum_value("escalation", description="Whom a passed limit told (逐级督办).")
    ARBITRATION = strawberry.enum_value("arbitration", description="Whom the arbiter named (指定承办).")


@strawberry.type(description="A step of a ladder that could tell nobody (跳过的层级).")
class SkippedStep:
    """Shows the domain's SkippedStep."""

    step: int = plain("Which (层级), from 1.")
    reason: str = plain("Why (原因): vacant, away, no-unit, off-duty, ended or others.")


@strawberry.type(description="An earlier ruling on ownership of such a matter (指定承办先例).")
class Precedent:
    """Shows the domain's Precedent."""

    task: str = plain("The task (任务) that was ruled on, by key.")
    sequence: int = plain("The event of that task (序号).")
    at: datetime = plain("When (时间).")
    by: Organisation = plain("The arbiter (裁决单位).")
    unit: Organisation = plain("The unit that had to lead (承办单位).")
    area: Area = plain("The area that the arbiter serves (裁决单位所在区域).")
    text: str | None = plain("The ruling in words (指定理由).")


@strawberry.type(description="A decision on a task with its proof (决定).")
class TaskDecision:
    """Shows the domain's TaskDecision."""

    kind: DecisionKind = plain("What kind (类型).")
    sequence: int = plain("The event that it is (序号).")
    at: datetime = plain("When (时间).")
    by: str = plain("Who took it (决定者).")
    chosen: str | None = plain("The unit, or the post as role@area (对象); null if nobody was found.")
    officer: str | None = plain("Who was there (人员) by key.")
    deputy: str | None = plain("Who stood in (代理) by key.")
    stage: str | None = plain("The stage whose limit had passed (环节).")
    due: datetime | None = plain("When it ended (到期时间).")
    ladder: str | None = plain("The ladder (督办阶梯) by key.")
    step: int | None = plain("Its step (层级), from 1.")
    skipped: list[SkippedStep] = plain("Steps that could tell nobody (跳过).")
    declined: list[str] = plain("Units that had declined before (此前退单单位).")
    text: str | None = plain("The ruling in words (指定理由).")
