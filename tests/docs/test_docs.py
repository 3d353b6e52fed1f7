"""The pages are true: their examples run, their links lead somewhere, their tables leave nothing out."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from graphql import build_schema, parse, validate

from orgraph.cli.explaining import life_called
from orgraph.cli.group import hoisted
from orgraph.cli.main import app
from orgraph.cli.render.life_picture import drawn
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import SECTIONS
from orgraph.definitions.demands.audits import MEASURES
from orgraph.definitions.load import load_definitions
from orgraph.definitions.source import Reading, read_file
from orgraph.seeding.tables import TABLES
from orgraph.settings import Settings
from tests.docs.blocks import CHINESE, DOCS, PAGES, Block, Desk, blocks, fits, in_order, make_small_world
from tests.docs.recapture import make_store
from tests.said import fails
from tests.small_world import ROOT

pytestmark = pytest.mark.xdist_group("docs")

OTHERS = (*(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")), ROOT / "docker" / "README.md")
EVERY = (*PAGES, *OTHERS)
RUN = in_order(page for page in PAGES if page.parent != ROOT)
LIVES = {"daily-work": "life-of-a-whistle", "matter": "life-of-a-matter", "mediation": "life-of-a-mediation"}
"""Kinds of task whose life is drawn in docs/, by the name of the file."""
SHORT = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "T" + "BD")


def page_name(page: Path) -> str:
    """What a page is called in the list of tests."""
    return page.relative_to(ROOT).as_posix()


def text_of(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def all_blocks() -> list[Block]:
    """Every block of every page."""
    return [block for page in EVERY for block in blocks(page)]


def commands(page: Path) -> Iterator[str]:
    """Every command of ours that a page shows; blocks marked `own` have verbs that only the page's pack brings."""
    for block in blocks(page):
        if block.language == "console" and "own" not in block.words:
            yield from (command for command, _ in block.commands() if command.startswith("orgraph "))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small world."""
    folder = tmp_path_factory.mktemp("docs") / "store"
    make_small_world(folder)
    return folder


@pytest.fixture(scope="module")
def other_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another one: what the pages in one language open and load is not there for those in the other."""
    folder = tmp_path_factory.mktemp("docs") / "other"
    make_small_world(folder)
    return folder


@pytest.mark.parametrize("page", RUN, ids=page_name)
def test_what_a_page_shows_is_what_is_answered(page: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store: Path = request.getfixturevalue("other_store" if page.parent == CHINESE else "store")
    for block, asked, shown, answer in Desk(page, store, tmp_path).answers(page):
        assert fits(shown, answer), f"{page.name}:{block.line}: {asked}\n{answer}\nsee tests/docs/recapture.py"


@pytest.mark.parametrize("page", [page for page in RUN if any(blocks(page))], ids=page_name)
def test_every_page_with_examples_says_which_world_they_ask(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert "orgraph demo --world small --once" in text and "export ORGRAPH_WORLD=small" in text


@pytest.fixture(scope="module")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the real packs that the README asks."""
    folder = tmp_path_factory.mktemp("real") / "store"
    make_store(folder, real=True)
    return folder


@pytest.mark.full
@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_what_the_real_packs_answer(name: str, real_store: Path, tmp_path: Path) -> None:
    page, store = ROOT / name, Path(shutil.copytree(real_store, tmp_path / "store"))  # both blow the same whistle
    for block, asked, shown, answer in Desk(page, store, tmp_path, small=False).answers(page, real=True):
        assert fits(shown, answer), f"{page.name}:{block.line}: {asked}\n{answer}\nsee tests/docs/recapture.py"


@pytest.fixture(scope="module")
def parsed() -> Callable[[str], None]:
    """Parses a command line as the program does, and runs nothing."""
    root: Any = typer.main.get_command(app)

    def silence(command: Any) -> None:
        command.callback = None
        for below in getattr(command, "commands", {}).values():
            silence(below)

    def parse(line: str) -> None:
        with redirect_stderr(io.StringIO()) as told:
            root.main(hoisted(shlex.split(line)[1:]), prog_name="orgraph", standalone_mode=False)
        if "Error: " in told.getvalue():  # wrong usage; what an action answers here is no matter
            raise ValueError(told.getvalue())

    silence(root)
    return parse


@pytest.mark.parametrize("page", EVERY, ids=page_name)
def test_commands_are_those_that_there_are(page: Path, parsed: Callable[[str], None]) -> None:
    for command in commands(page):
        parsed(command)


def test_a_command_that_there_is_not_would_be_noticed(parsed: Callable[[str], None]) -> None:
    with fails(Exception, match="no-such"):
        parsed("orgraph who-covers 南河社区 --no-such-option")


def test_every_verb_is_on_the_page_of_the_command_line() -> None:
    page = text_of("docs/cli.md")
    root: Any = typer.main.get_command(app)

    assert [verb for verb in root.commands if not re.search(rf"`{verb}\b", page)] == []


def test_queries_fit_the_exported_schema() -> None:
    schema = build_schema(text_of("schema/orgraph.graphql"))
    queries = [block for block in all_blocks() if block.language == "graphql"]

    assert len(queries) >= 4
    for block in queries:
        assert validate(schema, parse(block.text)) == [], f"{block.page.name}:{block.line}"


def test_every_query_and_failure_is_on_the_page_of_the_api() -> None:
    schema, page = build_schema(text_of("schema/orgraph.graphql")), text_of("docs/api.md")
    failures = [
        name for name, type_ in schema.type_map.items() if "Error" in {i.name for i in getattr(type_, "interfaces", ())}
    ]
    fields = [*schema.query_type.fields, *schema.mutation_type.fields]  # type: ignore[union-attr]

    assert [name for name in (*fields, *failures) if name not in page] == []


def test_yaml_and_csv_say_which_file_they_are() -> None:
    """A block with a file's name is written and used by the commands below it."""
    nameless = [b for b in all_blocks() if b.page.parent != ROOT and b.language in ("yaml", "csv") and not b.file]

    assert [f"{block.page.name}:{block.line}" for block in nameless] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_an_audit_that_is_shipped(name: str) -> None:
    (shown,) = (yaml.safe_load(block.text) for block in blocks(ROOT / name) if block.language == "yaml")

    assert all(yaml.safe_load(text_of(f"schema/audits/{key}.yaml"))[key] == entry for key, entry in shown.items())


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made from the headings' words."""
    found = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S), re.M)
    kept = (
        "".join(sign for sign in heading.lower() if sign in " -_" or unicodedata.category(sign)[0] in "LN")
        for heading in found
    )
    return {heading.replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("page", [*EVERY, *sorted(ROOT.glob("seeds/*/README.md"))], ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        assert "://" not in target, target
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(there), f"{page.name}: {target}"


def test_every_page_is_linked_from_the_readme() -> None:
    for page in (page for page in PAGES if page.parent != ROOT):
        name = "README.zh.md" if page.parent == CHINESE else "README.md"
        assert f"({page_name(page)})" in text_of(name), f"{name}: {page_name(page)}"


def test_every_setting_is_told_with_its_default() -> None:
    page = text_of("docs/engines.md")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `ORGRAPH_{name.upper()}` \| (.*?) \|", page, re.M)
        assert row, name
        default = str(field.default).lower().removesuffix(".0")
        assert row[1].strip("`") == default or default in ("none", "**********", ""), f"{name}: {row[1]}"


def test_every_audit_is_told() -> None:
    definitions = load_definitions(ROOT / "schema", sorted(path.parent for path in ROOT.glob("seeds/*/pack.yaml")))
    page = text_of("docs/audits.md")
    told = set(re.findall(r"^### (\S+)$", page, re.M))

    assert told == set(definitions.audits.keys())
    assert all(
        f"[{audit.key}](#{audit.key}) | {audit.title.zh}"[:40] in page
        for audit in definitions.audits
        if not audit.under
    )


def test_every_column_is_told() -> None:
    page = text_of("docs/imports.md")
    for table in TABLES:
        section = page.split(f"### {table.name}\n")[1].split("\n#")[0]
        told = {name for row in re.findall(r"^\| (`.+?) \|", section, re.M) for name in re.findall(r"`(\w+)`", row)}
        assert told | {"note"} == set(table.columns), table.name


def test_every_relationship_that_a_pack_may_bring_is_told() -> None:
    definitions = load_definitions(ROOT / "schema")
    types = {shape.type for shape in definitions.graph.dated_relationships()} - {"POSTED_TO"}

    assert types <= set(re.findall(r"`([A-Z_]+)`", text_of("docs/imports.md")))


def test_the_pack_that_the_page_of_definitions_builds_is_sound_as_a_whole(store: Path, tmp_path: Path) -> None:
    page = DOCS / "definitions.md"
    desk = Desk(page, store, tmp_path)
    for block in blocks(page):
        if block.file.startswith("riverside/"):
            desk.write(block)

    code, said = desk.orgraph(["definitions", "check", "riverside", "--lang", "en"])
    assert code == 0 and said.startswith("ok: "), said


def test_every_file_of_definitions_is_told() -> None:
    page = text_of("docs/definitions.md")
    told = set(re.findall(r"^## (\w+)(?:\.yaml)?$", page, re.M))

    assert {*(one.file for one in SECTIONS.values()), "wording", "graph"} <= told
    assert [one.name for one in SECTIONS.values() if one.within and f"| `{one.name}` |" not in page] == []
    assert [name for name in MEASURES if f"| `{name}" not in page] == []


def test_keys_of_entries_are_told() -> None:
    """Every key that some shipped entry uses stands on the page."""
    page = text_of("docs/definitions.md")
    keys = set()
    for path in (
        *ROOT.glob("schema/*.yaml"),
        *ROOT.glob("schema/*/*.yaml"),
        *ROOT.glob("seeds/*/definitions/**/*.yaml"),
    ):
        if path.stem in ("graph", "wording"):
            continue
        top = read_file(Reading(), path, path.name)
        for entry in top.entries() if top else ():
            keys |= set(entry.names()) if path.stem != "kinds" else set()

    assert [key for key in sorted(keys) if f"`{key}" not in page] == []


def headings(page: Path) -> list[int]:
    """How deep each heading of a page is, in order."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]


def targets(page: Path) -> set[str]:
    """The pages and files that a page links to, those in Chinese by the page in English that they stand for."""
    found = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    there = {(page.parent / name).resolve().relative_to(ROOT).as_posix() for name in found}
    return {re.sub(r"\.zh(?=\.\w+$)", "", name.replace("docs/zh/", "docs/")) for name in there}


def rows(page: Path) -> list[int]:
    """How many rows each table of a page has."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    return [len(found.splitlines()) for found in re.findall(r"(?:^\|.*\n)+", text, re.M)]


def asked(page: Path) -> list[str]:
    """The commands of a page, whatever the language of their answers."""
    return [
        command.replace(" --lang en", "")
        for block in blocks(page)
        if block.language == "console"
        for command, _ in block.commands()
    ]


PAIRS = [(DOCS / page.name, page) for page in sorted(CHINESE.glob("*.md"))] + [
    (ROOT / "README.md", ROOT / "README.zh.md")
]


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=lambda page: page_name(page))
def test_both_languages_say_the_same(english: Path, chinese: Path) -> None:
    """Equal in content as far as a test can tell: headings, tables, commands, files, queries, and where links lead."""
    own = {page_name(english), page_name(english).replace(".md", ".zh.md")}

    assert headings(english) == headings(chinese)
    assert rows(english) == rows(chinese)
    assert asked(english) == asked(chinese)
    assert targets(english) - own == targets(chinese) - own
    assert [b.text for b in blocks(english) if b.language in ("graphql", "yaml", "csv")] == [
        b.text for b in blocks(chinese) if b.language in ("graphql", "yaml", "csv")
    ]


def test_a_page_in_chinese_leads_to_pages_in_chinese_where_there_are_some() -> None:
    for page in (*CHINESE.glob("*.md"), ROOT / "README.zh.md"):
        for name in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            there = (page.parent / name).resolve()
            assert there.parent != DOCS or not (CHINESE / there.name).exists(), f"{page_name(page)}: {name}"


def test_make_knows_what_pages_ask_of_it() -> None:
    asked = {
        target for page in EVERY for target in re.findall(r"^make ([\w-]+)", page.read_text(encoding="utf-8"), re.M)
    }

    assert asked <= set(re.findall(r"^([\w-]+):.*##", text_of("Makefile"), re.M))


def test_the_picture_can_be_drawn() -> None:
    picture = ElementTree.fromstring(text_of("docs/picture.svg"))
    words = " ".join(picture.itertext())

    assert picture.tag.endswith("svg") and picture.get("viewBox")
    assert all(
        word in words
        for word in ("谁负责", "该谁来", "配备缺口在哪里", "Who covers", "Who must come", "Where are the gaps")
    )
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", text_of("docs/picture.svg"))


@pytest.mark.parametrize(("kind", "lang"), [(kind, lang) for kind in LIVES for lang in ("en", "zh")])
def test_the_drawing_of_a_life_is_that_of_the_files(kind: str, lang: str) -> None:
    file = DOCS / f"{LIVES[kind]}{'' if lang == 'en' else '.' + lang}.svg"
    definitions = load_definitions(ROOT / "schema")
    picture = drawn(life_called(definitions, kind), Speech(definitions, lang))
    if os.environ.get("ORGRAPH_GOLDENS") == "write":
        file.write_text(picture, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == picture, f"differs from {file.name}; see ORGRAPH_GOLDENS"


@pytest.mark.parametrize("page", EVERY, ids=page_name)
def test_nothing_is_left_open_and_nothing_is_ours_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert [word for word in SHORT if re.search(rf"\b{word}\b", text)] == []
    assert re.findall(r"/(?:work|tmp|home|root)/\S*", text) == []
