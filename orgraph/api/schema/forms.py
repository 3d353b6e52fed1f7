"""Fields that kinds of task declare: what is said in one, what stands in it, and how forms ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as fields_of
from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry

from orgraph.api.schema.fields import Info, LangArgument, code_of, computed, plain, worded
from orgraph.api.schema.relay import key_of
from orgraph.domain import action, field
from orgraph.domain.field import FieldValue, Said
from orgraph.domain.worded import Worded


def _as(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(one_of=True, description="A value (值) of a field, as what the field is.")
class FieldValueInput:
    """One of these becomes the value of the domain's Said, its name the type."""

    text: str | None = _as("A text (文字); numbers of persons are masked.")
    texts: list[str] | None = _as("Several texts (多段文字).")
    contact: str | None = _as("How somebody can be reached (联系方式); numbers of persons are masked.")
    whole: int | None = _as("A whole number (整数).")
    truth: bool | None = _as("True or false (是否).")
    day: date | None = _as("A day (日期).")
    instant: datetime | None = _as("An instant (时刻).")
    choice: str | None = _as("One of the choices (选项), by key or title.")
    span: str | None = _as("A span of time (时长): 3 days, 2 working days.")
    unit: str | None = _as("A unit (单位), by code or name.")
    units: list[str] | None = _as("Several units (多个单位).")
    place: str | None = _as("A place (地点) by code, path or name.")
    places: list[str] | None = _as("Several places (多个地点).")
    post: str | None = _as("A post (岗位), as role@area or a role alone.")
    category: str | None = _as("A category (事项类别), by key or title.")
    task: strawberry.ID | None = _as("A task (任务): its key, its global identifier, or its number.")


@strawberry.input(description="What is said in a field (字段) that the kind of the task declares.")
class FieldInput:
    """Becomes the domain's Said."""

    name: str = plain("Its name (字段名), as the form has it.")
    value: FieldValueInput = plain("What is said in it (值).")

    def to_domain(self) -> Said:
        """The domain's word for it."""
        given = ((one.name, getattr(self.value, one.name)) for one in fields_of(self.value))
        name, value = next((name, value) for name, value in given if value is not strawberry.UNSET)
        return Said(self.name, _plain(name, value), field.FieldType(name))


def said_in(given: Iterable[FieldInput]) -> tuple[Said, ...]:
    """The domain's word for what is said in fields."""
    return tuple(one.to_domain() for one in given)


def _plain(name: str, value: Any) -> FieldValue:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return key_of(value, "Task") if name == field.FieldType.TASK.value else value


@strawberry.enum(
    description="What is said in a field (字段类型); all but MARK and RATING are members of FieldValueInput, too."
)
class FieldType(Enum):
    """The domain's FieldType."""

    TEXT = strawberry.enum_value("text", description="A text (文字).")
    TEXTS = strawberry.enum_value("texts", description="Several texts (多段文字).")
    CONTACT = strawberry.enum_value("contact", description="How somebody can be reached (联系方式).")
    WHOLE = strawberry.enum_value("whole", description="A whole number (整数).")
    TRUTH = strawberry.enum_value("truth", description="True or false (是否).")
    MARK = strawberry.enum_value("mark", description="A mark from 1 to 5, 5 best (分值).")
    DAY = strawberry.enum_value("day", description="A day (日期).")
    INSTANT = strawberry.enum_value("instant", description="An instant (时刻).")
    CHOICE = strawberry.enum_value("choice", description="One of some choices (选项).")
    SPAN = strawberry.enum_value("span", description="A span of time (时长): 3 days, 2 working days.")
    UNIT = strawberry.enum_value("unit", description="A unit by code (单位).")
    UNITS = strawberry.enum_value("units", description="Units by code (多个单位).")
    PLACE = strawberry.enum_value("place", description="A place by code, path or name (地点).")
    PLACES = strawberry.enum_value("places", description="Places by code, path or name (多个地点).")
    POST = strawberry.enum_value("post", description="A post (岗位), as role@area.")
    CATEGORY = strawberry.enum_value("category", description="A category (事项类别).")
    TASK = strawberry.enum_value("task", description="A task by key or global identifier (任务).")
    RATING = strawberry.enum_value("rating", description="Three marks from 1 to 5 (评分).")


def _title(parent: strawberry.Parent[action.FormField], info: Info, lang: LangArgument = None) -> str:
    if parent.title:
        return worded(parent.title, info, lang)
    return info.context.phrase(f"carry-{parent.name}", code_of(lang))


def _group(parent: strawberry.Parent[action.FormField], info: Info, lang: LangArgument = None) -> str | None:
    return worded(parent.group, info, lang) if parent.group else None


def _choice_title(parent: strawberry.Parent[Worded], info: Info, lang: LangArgument = None) -> str:
    return worded(parent, info, lang)


@strawberry.type(description="One of the values of a choice (选项).")
class FieldChoice:
    """Shows words with their key."""

    key: str = plain("Its key (标识).")
    title: str = computed(_choice_title, "Its title (标题).")


@strawberry.type(description="A field (字段) of a form.")
class FormField:
    """Shows the domain's FormField."""

    name: str = plain("Its name (字段名).")
    declared: bool = plain(
        "Whether the kind declares it (是否自定字段): it is said in `fields` then, else by its name."
    )
    type: FieldType = plain("What is said in it (字段类型).")
    required: bool = plain("Whether this party must give it (是否必填).")
    title: str = computed(_title, "Its title (标题).")
    choices: list[FieldChoice] = plain("Of a choice what it may be (选项).")
    group: str | None = computed(_group, "The heading (分组) that it stands under.")
    at_least: int | None = plain("The least number (至少), of a list or a text how long it is.")
    at_most: int | None = plain("The greatest number (至多), of a list or a text how long it is.")
    not_before: str | None = plain("Today, or the name of another field, that it does not lie before (不早于).")


def _field_title(parent: strawberry.Parent[field.TaskField], info: Info, lang: LangArgument = None) -> str:
    return worded(parent.title, info, lang)


def _words(parent: strawberry.Parent[field.TaskField], info: Info, lang: LangArgument = None) -> list[str]:
    known = {one.key: worded(one, info, lang) for one in parent.words}
    return [known.get(text, text) for text in parent.texts]


@strawberry.type(description="What was said in a field (字段内容) that the kind of a task declares.")
class TaskField:
    """Shows the domain's TaskField."""

    name: str = plain("Its name (字段名).")
    title: str = computed(_field_title, "Its title (标题).")
    type: FieldType = plain("What is said in it (字段类型).")
    texts: list[str] = plain("What was said (内容): texts, codes, keys, days in ISO; of a truth true or false.")
    words: list[str] = computed(_words, "The same in words (内容文字): titles of choices, names of units and places.")
    sequence: int = plain("The event that said it (事件序号).")
    current: bool = plain("Whether it is what the task has in it now (是否现行).")
    redacted: bool = plain("Whether it was taken out (是否脱敏).")
