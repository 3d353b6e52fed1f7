"""The table of sections: all that are declared, each kept in the field that the table says."""

from __future__ import annotations

import pkgutil
from dataclasses import fields
from importlib import import_module

import orgraph.definitions as house
from orgraph.definitions.definitions import SECTIONS, Definitions
from orgraph.definitions.sections import Section
from orgraph.definitions.variants import Variants


def test_every_section_that_is_declared_is_in_the_table_once() -> None:
    modules = [import_module(one.name) for one in pkgutil.walk_packages(house.__path__, f"{house.__name__}.")]
    declared = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Section)}
    assert sorted(one.name for one in declared.values()) == sorted(one.name for one in SECTIONS.values())


def test_each_field_but_five_keeps_a_section(definitions: Definitions) -> None:
    assert {one.name for one in fields(Definitions)} - {*SECTIONS} == {"graph", "wording", "hash", "content", "texts"}
    for name, section in SECTIONS.items():
        assert isinstance(getattr(definitions, name), Variants if section.rooted else dict), name
