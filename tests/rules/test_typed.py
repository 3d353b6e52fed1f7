"""Days, instants, numbers and spans as people type them: what is shown in either language is read back as the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.deadline import Span, Unit, recorded_span, span_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.time import CHINA
from orgraph.domain.typed import Doubt, Mistyped, day_typed, instant_typed, whole_typed
from orgraph.rules.clocks.bounds import check_span

from ..said import fails

DAY = date(2023, 8, 22)
WIDE = str.maketrans("0123456789-/.:,", "０１２３４５６７８９－／．：，")

days = st.dates(date(1000, 1, 1), date(9999, 12, 30))
FORMS = (
    "{0:04}-{1:02}-{2:02}",
    "{0}/{1}/{2}",
    "{0}.{1}.{2}",
    "{0}年{1}月{2}日",
    "{0} 年 {1} 月 {2} 日",
    "{0}{1:02}{2:02}",
)


@given(days, st.sampled_from(FORMS), st.booleans())
def test_a_day_in_any_form_and_width_is_that_day(day: date, form: str, wide: bool) -> None:
    said = form.format(day.year, day.month, day.day)
    assert day_typed(said.translate(WIDE) if wide else said) == day


@pytest.mark.parametrize(
    "said",
    ["2023-8-22", " 2023/08/22 ", "2023年8月22号", "二〇二三年八月二十二日", "2023/8/22 0:00", "2023-08-22 00:00:00"],
)
def test_the_22nd_of_august(said: str) -> None:
    assert day_typed(said) == DAY


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("8/22/2023", Doubt.YEAR_LAST),
        ("3-4-2023", Doubt.YEAR_LAST),
        ("３／４／２０２３", Doubt.YEAR_LAST),
        ("23/8/22", Doubt.SHORT_YEAR),
        ("23-08-22", Doubt.SHORT_YEAR),
        ("23年8月22日", Doubt.SHORT_YEAR),
        ("230822", Doubt.SHORT_YEAR),
        ("2023-8/22", Doubt.NO_DAY),
        ("2023822", Doubt.NO_DAY),
        ("2023-02-30", Doubt.NO_DAY),
        ("2023/8/22 14:00", Doubt.NO_DAY),
        ("45160", Doubt.NO_DAY),
        ("8月22日", Doubt.NO_DAY),
        ("", Doubt.NO_DAY),
    ],
)
def test_what_may_mean_two_days_is_refused_by_name(said: str, doubt: Doubt) -> None:
    with pytest.raises(Mistyped) as refused:
        day_typed(said)
    assert refused.value.doubt is doubt


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)))
def test_an_instant_is_read_back_as_it_is_shown(shown: datetime) -> None:
    at = shown.replace(microsecond=0, tzinfo=CHINA)
    assert instant_typed(at.isoformat()) == at
    assert instant_typed(f"{at:%H:%M:%S}".join([f"{at.year}/{at.month}/{at.day} ", ""])) == at
    assert instant_typed(f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分{at.second}秒") == at
    minute = at.replace(second=0)
    assert instant_typed(minute.isoformat(timespec="minutes")) == minute
    assert instant_typed(f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}".translate(WIDE)) == minute


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("2023-08-22", 0),
        ("20230822 14:00", 14),
        ("2023-08-22T06:00Z", 14),
        ("2023/8/22T14:00", 14),
        ("2023年8月22日14点", 14),
    ],
)
def test_instants_of_one_day(said: str, hours: int) -> None:
    assert instant_typed(said) == datetime(2023, 8, 22, tzinfo=CHINA) + timedelta(hours=hours)


@pytest.mark.parametrize(
    "said", ["soon", "2023-08-22T25:00", "2023/8/22 24:00", "14:00", "3/4/2023 14:00", "2023/8/22 下午"]
)
def test_what_is_no_instant(said: str) -> None:
    with pytest.raises(Mistyped):
        instant_typed(said)


@given(st.integers(0, 10**11), st.booleans(), st.booleans())
def test_a_number_with_or_without_thousands_in_any_width(number: int, thousands: bool, wide: bool) -> None:
    said = f"{number:,}" if thousands else str(number)
    assert whole_typed(said.translate(WIDE) if wide else said) == number


@pytest.mark.parametrize("said", ["", "1,23", "1.5", "12,3456", "- 1 2", "--", ",100", "1e5", "many"])
def test_what_is_no_whole_number(said: str) -> None:
    with pytest.raises(Mistyped):
        whole_typed(said)


@given(st.integers(1, 9999), st.sampled_from(Unit))
def test_a_span_is_read_back_as_it_is_shown_and_recorded(definitions: Definitions, count: int, unit: Unit) -> None:
    span = Span(count, unit)
    for lang in ("zh", "en"):
        shown = Speech(definitions, lang).span(span)
        assert span_of(shown) == span
        assert span_of(shown.translate(WIDE)) == span
        assert recorded_span(shown) == str(span)
    assert span_of(str(span)) == span


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("2个工作日", "2 working-days"),
        ("２ 个工作日", "2 working-days"),
        ("两个工作日", "2 working-days"),
        ("3小时", "3 hours"),
        ("3个小时", "3 hours"),
        ("30分钟", "30 minutes"),
        ("十五天", "15 days"),
        ("2 Working Days", "2 working-days"),
        ("1 business day", "1 working-days"),
        ("5个自然日", "5 days"),
        ("2周", "14 days"),
        ("两周", "14 days"),
        ("两个星期", "14 days"),
        ("2 weeks", "14 days"),
        ("1 week", "7 days"),
        ("半小时", "30 minutes"),
        ("半个小时", "30 minutes"),
        ("half an hour", "30 minutes"),
    ],
)
def test_spans_as_people_say_them(said: str, span: str) -> None:
    assert recorded_span(said) == span


@pytest.mark.parametrize(
    "said", ["", "两", "工作日", "2个", "零天", "0天", "3刻", "半天", "半周", "2天3小时", "三十二十天"]
)
def test_what_is_no_span(said: str) -> None:
    assert span_of(said) is None


@pytest.mark.parametrize("said", ["半天", "半个工作日", "半日", "half a day", "Half a working day"])
def test_half_a_day_is_refused_by_name(said: str) -> None:
    with fails(InvalidInput, match="4 hours or 12; give the hours"):
        check_span(said)
