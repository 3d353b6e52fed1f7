"""Rows of a pack as what the graph will hold: nodes and relationships, each with an identity and a digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from orgraph.definitions.definitions import Definitions
from orgraph.domain.organisation import UNIT
from orgraph.domain.records import (
    AREA,
    OBSERVATION,
    OFFICER,
    PART_OF,
    POSTED_TO,
    RESPONSIBLE_FOR,
    SERVICE,
    WEEKLY,
    Joint,
    Record,
    Value,
    apart,
)
from orgraph.domain.rows import AreaRow, CountRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row, ServiceRow
from orgraph.domain.text import spelled
from orgraph.rules.places.naming import short_name


class Recording:
    """Makes records of rows; knows what each key is, so that a relationship finds its ends by their labels."""

    def __init__(
        self, definitions: Definitions, organisations: Iterable[str], officers: Iterable[str], services: Iterable[str]
    ) -> None:
        """`organisations`, `officers` and `services`: keys that stand for those; every other key is an area's."""
        self._definitions = definitions
        self._organisations = frozenset(organisations)
        self._officers = frozenset(officers)
        self._services = frozenset(services)

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        """The records of rows, in their order; an area is followed by its PART_OF."""
        for row in rows:
            match row:
                case AreaRow():
                    yield self._area(row)
                    if row.parent:
                        yield part_of(row.code, row.parent, row.since, row.until)
                case OrganisationRow():
                    yield self._organisation(row)
                case OfficerRow():
                    yield self._officer(row)
                case ServiceRow():
                    yield _service(row)
                case PostingRow():
                    yield self._posting(row)
                case RelationRow():
                    yield self._relation(row)
                case CountRow():
                    yield _observation(row)

    def _area(self, row: AreaRow) -> Record:
        level = self._definitions.levels[row.level]
        return Record(
            AREA,
            row.code,
            {
                "code": row.code,
                "name": row.name,
                "short": short_name(row.name, level),
                "level": row.level,
                "kind": row.kind,
                "mca": row.mca or None,
                "aliases": looked_up(row.aliases) or None,
                "aliased": True if row.aliases else None,
                "households": row.households,
                "flag": row.flag or None,
                "since": row.since.isoformat(),
                "until": row.until.isoformat(),
                "synthetic": row.synthetic or None,
            },
        )

    def _organisation(self, row: OrganisationRow) -> Record:
        return Record(
            self._definitions.organisation_kinds[row.kind].label,
            row.code,
            {
                "code": row.code,
                "name": row.name,
                "short": spelled(row.name),
                "kind": row.kind,
                "tier": row.tier or None,
                "duty_phone": row.duty_phone or None,
                "external_ids": list(row.external_ids) or None,
                "since": row.since.isoformat(),
                "until": row.until.isoformat(),
                "synthetic": row.synthetic or None,
                "aliases": looked_up(row.aliases) or None,
                "aliased": True if row.aliases else None,
                "specialty": one_text(row.specialty),
            },
        )

    def _officer(self, row: OfficerRow) -> Record:
        return Record(
            OFFICER,
            row.id,
            {
                "id": row.id,
                "name": row.name,
                "profession": row.profession or None,
                "tier": row.tier or None,
                "external_ids": list(row.external_ids) or None,
                "synthetic": row.synthetic or None,
            },
        )

    def _posting(self, row: PostingRow) -> Record:
        return self.relationship(
            POSTED_TO,
            row.officer,
            row.at,
            {
                "id": relationship_id(row),
                "role": row.role,
                "employment": row.employment or None,
                "principal": row.principal or None,
                "since": row.since.isoformat(),
                "until": row.until.isoformat(),
            },
        )

    def _relation(self, row: RelationRow) -> Record:
        if row.type == PART_OF:
            return part_of(row.source, row.target, row.since, row.until)
        values: dict[str, Value] = {
            "id": relationship_id(row),
            "since": row.since.isoformat(),
            "until": row.until.isoformat(),
        }
        if row.type == RESPONSIBLE_FOR:
            values |= {"categories": list(row.categories), "severity_from": row.severity_from, "part": row.part}
        if row.type == "AWAY":
            values["reason"] = row.reason
        if row.type in WEEKLY:
            values |= {"weekdays": list(row.weekdays) or None, "weeks": list(row.weeks) or None}
        return self.relationship(row.type, row.source, row.target, values)

    def relationship(self, type_: str, start: str, end: str, values: Mapping[str, Value]) -> Record:
        """A relationship between two keys; `values` are its properties, the id among them."""
        return Record(type_, str(values["id"]), values, start, end, self._label(start), self._label(end))

    def _label(self, key: str) -> str:
        if key in self._officers:
            return OFFICER
        if key in self._services:
            return SERVICE
        return UNIT if key in self._organisations else AREA


def _service(row: ServiceRow) -> Record:
    return Record(
        SERVICE,
        row.code,
        {"code": row.code, "name": row.name, "group": row.group or None, "synthetic": row.synthetic or None},
    )


def one_text(categories: Iterable[str]) -> str | None:
    """Categories as the one text that is kept by day (unpack.organisation reads it); None for none."""
    return "+".join(dict.fromkeys(categories)) or None


_text = lru_cache(maxsize=4096)(date.isoformat)  # of many numbers there are few days, each of them once in memory


def _observation(row: CountRow) -> Record:
    id_ = row.id
    return Record(
        OBSERVATION,
        id_,
        {
            "id": id_,
            "at": row.at,
            "measure": row.measure,
            "since": _text(row.since),
            "until": _text(row.until),
            "value": row.value,
            "source": row.source or None,
            "synthetic": row.synthetic or None,
        },
    )


def looked_up(aliases: Iterable[str]) -> list[str]:
    """Other names as they are written and, where it differs, as they are looked up."""
    written = list(aliases)
    return list(dict.fromkeys([*written, *map(spelled, written)]))


def joint_id(joint: Joint, since: str) -> str:
    """What a relationship without a key is called in the store, if it begins on `since`."""
    type_, start, end, apart = joint
    said = f"{start}:{apart}:{end}:" if type_ == POSTED_TO else f"{start}:{end}:{apart}"
    return f"{type_}:{said}{since}"


def relationship_id(row: PostingRow | RelationRow) -> str:
    """What a posting or relation is called in the store: two rows of one id cannot both be there."""
    joint = joint_of(row)
    named = row.key and joint[0] != PART_OF
    return f"{joint[0]}:{row.key}" if named else joint_id(joint, row.since.isoformat())


def joint_of(row: PostingRow | RelationRow) -> Joint:
    """The relationship that a row speaks of, without its period."""
    if isinstance(row, PostingRow):
        return POSTED_TO, row.officer, row.at, row.role
    return row.type, row.source, row.target, told_apart(row)


def part_of_id(child: str, parent: str, since: date) -> str:
    """What the PART_OF of an area is called in the store."""
    return f"{PART_OF}:{child}:{parent}:{since.isoformat()}"


def part_of(child: str, parent: str, since: date, until: date) -> Record:
    """The PART_OF of an area."""
    identity = part_of_id(child, parent, since)
    values: dict[str, Value] = {"id": identity, "since": since.isoformat(), "until": until.isoformat()}
    return Record(PART_OF, identity, values, child, parent, AREA, AREA)


def told_apart(row: RelationRow) -> str:
    """What tells two relations of one type and the same ends apart: the part and categories of a responsibility."""
    return apart(row.type, {"part": row.part, "categories": list(row.categories)})
