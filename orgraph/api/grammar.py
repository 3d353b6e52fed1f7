"""What graphql-core says of a query, known again by its words, so that it can be told in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable

from orgraph.domain.said import Said, said

_NEAR = re.compile(r" Did you mean (?:the enum value |to use an inline fragment on )?(?P<near>'.+?')\?")
_NAME = re.compile(r"'(.+?)'")
_VARIABLE = re.compile(r"Variable '(?P<name>\$\w+)' has invalid value(?: at (?P<at>\S+))?: (?P<rest>.+)", re.DOTALL)

_RULES: tuple[tuple[str, Callable[..., Said]], ...] = (
    (
        r"Syntax Error: Expected (?P<wanted>.+), found (?P<found>.+)\.",
        lambda **found: said("core-syntax-expected", **found),
    ),
    (r"Syntax Error: Unexpected '\.\.', did you mean '\.\.\.'\?", lambda **found: said("core-syntax-dots", **found)),
    (r"Syntax Error: Unterminated string\.", lambda **found: said("core-syntax-string", **found)),
    (r"Syntax Error: Invalid number, .+", lambda **found: said("core-syntax-number", **found)),
    (
        r"Syntax Error: Invalid (?:character|Unicode) escape sequence: '(?P<found>.+)'\.",
        lambda **found: said("core-syntax-escape", **found),
    ),
    (
        r"Syntax Error: Invalid character within String: (?P<found>.+)\.",
        lambda **found: said("core-syntax-in-string", **found),
    ),
    (
        r"Syntax Error: Unexpected variable '(?P<name>.+)' in constant value\.",
        lambda **found: said("core-syntax-variable", **found),
    ),
    (r"Syntax Error: Unexpected description, .+", lambda **found: said("core-syntax-description", **found)),
    (
        r"Syntax Error: Unexpected (?:character: )?(?P<found>.+)\.",
        lambda **found: said("core-syntax-unexpected", **found),
    ),
    (r"The (?P<name>.+) definition is not executable\.", lambda **found: said("core-not-executable", **found)),
    (
        r"The (?P<operation>.+) operation is not supported by the schema\.",
        lambda **found: said("core-no-operation", **found),
    ),
    (r"There can be only one operation named '(?P<name>.+)'\.", lambda **found: said("core-operation-twice", **found)),
    (
        r"This anonymous operation must be the only defined operation\.",
        lambda **found: said("core-operation-unnamed", **found),
    ),
    (r"Cannot query field '(?P<field>.+)' on type '(?P<type>.+)'\.", lambda **found: said("core-no-field", **found)),
    (r"Unknown type '(?P<type>.+)'\.", lambda **found: said("core-no-type", **found)),
    (
        r"Fragment (?:'.+' )?cannot condition on non composite type '(?P<type>.+)'\.",
        lambda **found: said("core-fragment-on-value", **found),
    ),
    (
        r"Variable '(?P<name>.+)' cannot be non-input type '(?P<type>.+)'\.",
        lambda **found: said("core-variable-no-input", **found),
    ),
    (
        r"Field '(?P<field>.+)' must not have a selection since type '(?P<type>.+)' has no subfields\.",
        lambda **found: said("core-no-subfields", **found),
    ),
    (
        r"Field '(?P<field>.+)' of type '(?P<type>.+)' must have .+\.",
        lambda **found: said("core-subfields-missing", **found),
    ),
    (r"Unknown fragment '(?P<name>.+)'\.", lambda **found: said("core-no-fragment", **found)),
    (r"Fragment '(?P<name>.+)' is never used\.", lambda **found: said("core-fragment-unused", **found)),
    (r"There can be only one fragment named '(?P<name>.+)'\.", lambda **found: said("core-fragment-twice", **found)),
    (
        r"Fragment (?:'.+' )?cannot be spread here .+ type '(?P<type>.+)' can never be of type '(?P<other>.+)'\.",
        lambda **found: said("core-fragment-elsewhere", **found),
    ),
    (
        r"Cannot spread fragment '(?P<name>.+?)' within itself.*\.",
        lambda **found: said("core-fragment-circle", **found),
    ),
    (r"There can be only one variable named '(?P<name>.+)'\.", lambda **found: said("core-variable-twice", **found)),
    (r"Variable '(?P<name>.+?)' is not defined.*\.", lambda **found: said("core-variable-undefined", **found)),
    (r"Variable '(?P<name>.+?)' is never used.*\.", lambda **found: said("core-variable-unused", **found)),
    (
        r"Variable '(?P<name>.+)' of type '(?P<type>.+)' used in position expecting type '(?P<wanted>.+)'\.",
        lambda **found: said("core-variable-position", **found),
    ),
    (r"Unknown directive '(?P<name>.+)'\.", lambda **found: said("core-no-directive", **found)),
    (r"Directive '(?P<name>.+)' may not be used on .+\.", lambda **found: said("core-directive-misplaced", **found)),
    (
        r"The directive '(?P<name>.+)' can only be used once at this location\.",
        lambda **found: said("core-directive-twice", **found),
    ),
    (
        r"Unknown argument '(?P<name>.+)' on (?:field|directive) '(?P<of>.+)'\.",
        lambda **found: said("core-no-argument", **found),
    ),
    (r"There can be only one argument named '(?P<name>.+)'\.", lambda **found: said("core-argument-twice", **found)),
    (
        r"Argument '(?P<name>.+)' of type '(?P<type>.+)' is required, but it was not provided\.",
        lambda **found: said("core-argument-missing", **found),
    ),
    (r"Fields '(?P<field>.+)' conflict because .+", lambda **found: said("core-conflict", **found)),
    (
        r"GraphQL introspection has been disabled.*'(?P<field>.+)'\.",
        lambda **found: said("core-no-introspection", **found),
    ),
    (r"Maximum introspection depth exceeded", lambda **found: said("core-introspection-deep", **found)),
    (
        r"Expected (?:a )?value of non-null type '(?P<type>.+)' (?:not to be None|to be provided)\.",
        lambda **found: said("core-null", **found),
    ),
    (
        r"Value '(?P<value>.+)' does not exist in '(?P<type>.+)' enum\.",
        lambda **found: said("core-no-enum-value", **found),
    ),
    (
        r"Enum '(?P<type>.+)' cannot represent non-(?:enum|string) value: (?P<value>.+?)\.?",
        lambda **found: said("core-no-enum", **found),
    ),
    (
        r"Expected value of type '(?P<type>.+)' to include required field '(?P<field>.+?)', found: .+",
        lambda **found: said("core-input-missing", **found),
    ),
    (
        r"Expected value of type '(?P<type>.+)' not to include unknown field '(?P<field>.+?)'\.(?: Found: .+)?",
        lambda **found: said("core-input-unknown", **found),
    ),
    (
        r"Expected value of type '(?P<type>.+)' to be an object, found: (?P<value>.+)\.",
        lambda **found: said("core-input-no-object", **found),
    ),
    (r"There can be only one input field named '(?P<field>.+)'\.", lambda **found: said("core-input-twice", **found)),
    (
        r"Within OneOf Input Object type '(?P<type>.+)', exactly one field must be specified.*",
        lambda **found: said("core-input-one-of", **found),
    ),
    (r"Int cannot represent non-integer value: (?P<value>.+)", lambda **found: said("core-no-integer", **found)),
    (
        r"Int cannot represent non 32-bit signed integer value: (?P<value>.+)",
        lambda **found: said("core-integer-large", **found),
    ),
    (
        r"(?P<type>\w+) cannot represent (?:a )?non.+? value: (?P<value>.+)",
        lambda **found: said("core-no-scalar", **found),
    ),
)
"""How graphql-core 3.3 words what it finds, the more special first; what stands in it fills the braces of ours."""

LONGEST = 2_000
"""Characters of a message that is looked at."""

_KNOWN = tuple((re.compile(pattern, re.DOTALL), told) for pattern, told in _RULES)


def told_anew(message: str) -> Said:
    """
    A message of graphql-core as a saying, whose English is the message itself.

    One that is not known, of a later version for instance, is quoted as it is; so is one that holds a long value, in
    which a pattern could search for long.
    """
    if len(message) > LONGEST:
        return _other(message)
    if variable := _VARIABLE.fullmatch(message):
        problem, name, at = told_anew(variable["rest"]), variable["name"], variable["at"]
        if at:
            return said("core-variable-value-at", message=message, name=name, at=at, problem=problem)
        return said("core-variable-value", message=message, name=name, problem=problem)
    if near := _NEAR.search(message):
        problem = told_anew(message[: near.start()] + message[near.end() :])
        return said("core-near", message=message, problem=problem, near=tuple(_NAME.findall(near["near"])))
    fitting = ((told, pattern.fullmatch(message)) for pattern, told in _KNOWN)
    return next((told(message=message, **found.groupdict()) for told, found in fitting if found), _other(message))


def _other(message: str) -> Said:
    return said("core-other", message=message)
