"""An action as it is asked for: what it may say, and what its key stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from orgraph.domain.action import ActionRequest
from orgraph.domain.canonical import Json
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.rules.clocks.bounds import check_span
from orgraph.rules.ledger.masking import masked
from orgraph.rules.tasks import fields


def called_back(request: ActionRequest) -> dict[str, bool | int | None]:
    """What a resident said who was called back."""
    return {"contacted": request.contacted, "solved": request.solved, "satisfaction": request.satisfaction}


def check_details(request: ActionRequest, now: datetime) -> None:
    """Raise InvalidInput for a mark, a span or an arrival that cannot be."""
    marks = request.rating
    if marks and not all(1 <= mark <= 5 for mark in (marks.arrival, marks.attitude, marks.result)):
        raise InvalidInput(said("mark-out-of-bounds"), said("mend-marks"))
    if request.satisfaction is not None and not 1 <= request.satisfaction <= 5:
        raise InvalidInput(said("satisfaction-out-of-bounds"), said("mend-marks"))
    for span in (request.extension, request.limit):
        check_span(span)
    if request.when is not None and request.when > now:
        raise InvalidInput(said("not-happened-yet", when=request.when), said("mend-confirm-later"))


def body_of(request: ActionRequest, mask: Callable[[str], str] = masked) -> list[Json]:
    """All that a request says, with what was typed as `mask` leaves it: the same again gives the same."""
    marks = request.rating
    return [
        request.task,
        request.action,
        request.by,
        request.expected_version,
        mask(request.text),
        request.unit,
        request.extension,
        list(request.proof),
        request.passed,
        [marks.arrival, marks.attitude, marks.result] if marks else None,
        request.review.isoformat() if request.review else None,
        request.into,
        request.when.isoformat() if request.when else None,
        list(request.helpers),
        request.place,
        request.limit,
        *(["across"] if request.across else []),
        *(f"{name}={value}" for name, value in called_back(request).items() if value is not None),
        *([fields.body_of(request.fields, mask)] if request.fields else []),
    ]
