"""The table of sections: all that are declared, each kept in the field that the table says."""

from __future__ import annotations

import pkgutil
from dataclasses import fields
from importlib import import_module

import orgraph.definitions as house
from orgraph.definitions.definitions import SECTIONS, Definitions, named
from orgraph.definitions.sections import Section
from orgraph.definitions.variants import Variants


def test_every_section_that_is_declared_is_in_the_table_once() -> None:
    modules = [import_module(one.name) for one in pkgutil.walk_packages(house.__path__, f"{house.__name__}.")]
    declared = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Section)}
    assert sorted(one.name for one in declared.values()) == sorted(one.name for one in SECTIONS.values())


def test_a_level_is_meant_by_its_short_words_and_each_word_means_one(definitions: Definitions) -> None:
    levels = definitions.levels
    words = [(one.key, word) for one in levels.values() for word in {one.key, one.title.zh, one.title.en, *one.aliases}]
    assert len({word for _, word in words}) == len(words)
    for key, word in words:
        assert named(levels, word) == levels[key], word
    assert (levels["village"], levels["county"], levels["city"]) == tuple(
        named(levels, one) for one in ("村", "区县", "市")
    )


def test_each_field_but_five_keeps_a_section(definitions: Definitions) -> None:
    assert {one.name for one in fields(Definitions)} - {*SECTIONS} == {"graph", "wording", "hash", "content", "texts"}
    for name, section in SECTIONS.items():
        assert isinstance(getattr(definitions, name), Variants if section.rooted else dict), name
