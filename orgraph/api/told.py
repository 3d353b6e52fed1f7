"""Refusals of a query that are worded when they are shown: what is checked once may be asked in either language."""

from __future__ import annotations

from graphql import GraphQLError

from orgraph.domain.said import Said


class Told(GraphQLError):
    """What is wrong with a query or a value in it, and what would be right; `facts` stand in its extensions."""

    def __init__(self, problem: Said, remedy: Said, **facts: str | int) -> None:
        super().__init__(f"{problem}; {remedy}", extensions=dict(facts))
        self.problem = problem
        self.remedy = remedy


def told_in(error: BaseException | None) -> Told | None:
    """What is to be told of an error, which graphql-core may have wrapped; None where its own words have to do."""
    while error is not None and not isinstance(error, Told):
        error = error.original_error if isinstance(error, GraphQLError) else None
    return error
