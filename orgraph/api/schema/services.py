"""What is offered at a place, by whom and when, and who sits there."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, NotFound, UnknownPlace
from orgraph.api.schema.fields import Info, On, computed, plain
from orgraph.api.schema.registry import Area, Organisation
from orgraph.api.schema.sitting import Sitting, Timetable
from orgraph.domain import offers as domain


@strawberry.type(description="A service item (服务事项).")
class Service:
    """Shows the domain's Service."""

    code: str = plain("Its code (编码).")
    name: str = plain("Its name (名称).")
    group: str = plain("The class that it belongs to (类别); empty where it is of none.")
    synthetic: bool = plain("Whether it is invented (是否演示数据).")


@strawberry.type(description="Who offers a service where, and when (由谁提供).")
class Offer:
    """Shows the domain's Offer."""

    by: Organisation = plain("Who offers it (提供单位).")
    at: Organisation | None = plain("Where that one sits (驻点); null for at itself.")
    area: Area = plain("The area that it, or that one, serves or leads (所在区划).")
    timetable: Timetable = plain("On which days (何时).")


@strawberry.type(description="A service with all who offer it (服务事项及提供单位).")
class Offered:
    """Shows the domain's Offered."""

    service: Service = plain("The service (服务事项).")
    offers: list[Offer] = plain("Who offers it (提供单位), the nearest first, of these those who are there first.")


@strawberry.type(description="How many organisations below the place offer a service (下辖提供单位数).")
class OfferedWithin:
    """Shows the domain's OfferedWithin."""

    service: Service = plain("The service (服务事项).")
    organisations: int = plain("Organisations below the place that offer it (单位数).")


@strawberry.type(
    description="Where else what was asked for is offered (别处): below the place, or in the nearest area."
)
class Elsewhere:
    """Shows the domain's Elsewhere."""

    area: Area = plain("The place, or the smallest area around it where somebody offers it (区划).")
    number: int = plain("Offers there (处数), of which at most twenty are told.")
    services: list[Offered] = plain("The services (服务事项), and who offers them.")


@strawberry.type(description="What is offered to a place on a day (可办服务).")
class ServicesAt:
    """Shows the domain's ServicesAt."""

    place: Area = plain("The place (地点).")
    path: str = plain("Its path (路径).")
    on: date = plain("The day (日期).")
    ended: date | None = plain(
        "The first day after (终止日), of a place that is no more: the answer is of its last day."
    )
    services: list[Offered] = plain("What is offered (服务事项), by code.")
    sitting: list[Sitting] = plain("Who sits there (驻点), on whichever days.")
    within: list[OfferedWithin] = plain("What is offered below the place (下辖), by code.")
    items: list[Service] = plain("The services that were asked for (所问事项); none where all were.")
    elsewhere: Elsewhere | None = plain("Where else what was asked for is offered (别处).")
    published: bool = plain("Whether the holidays of the year are known (节假日是否已公布).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.ServicesAt)


ServicesResult = Annotated[
    ServicesAt | UnknownPlace | AmbiguousPlace | NotFound,
    strawberry.union("ServicesResult", description="The answer to services, or why there is none."),
]
Item = Annotated[
    str,
    strawberry.argument(
        description="Only what is called so (服务事项): by code, by name or a part of it, or by class."
    ),
]


async def _services(info: Info, place: Place, item: Item = "", on: On = None) -> domain.ServicesAt:
    context = info.context
    return await context.services.offers.services(context.actor, place, item, context.at(info.path, on))


@strawberry.type
class ServiceQueries:
    """Root fields on services."""

    services: ServicesResult = computed(
        _services, "What is offered at a place (可办服务), by whom, and on which days; and who sits there (驻点)."
    )
