"""Fields that kinds declare, as an official reads them."""

from __future__ import annotations

from orgraph.cli.speech import Speech
from orgraph.domain.field import FieldType, TaskField


def field_words(one: TaskField, speech: Speech) -> str:
    """A field with what was said in it, in words; or that it was taken out."""
    if one.redacted:
        return speech("content-redacted", field=one.title(speech.lang))
    known = {each.key: each(speech.lang) for each in one.words}
    if one.type is FieldType.TRUTH:
        known = {key: speech.of("truth", "yes" if key == "true" else "no") for key in one.texts}
    value = speech.joined([known.get(text, " ".join(text.split())) for text in one.texts])
    return speech("field", field=one.title(speech.lang), value=value)
