"""Whom to call in an organisation, and who may blow a whistle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.titles import Title
from orgraph.domain.area import Area
from orgraph.domain.organisation import Officer, PostHolder
from orgraph.domain.standing import HeldPost
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Meeting, Post, Whistle
from orgraph.domain.worded import Worded
from orgraph.rules.whistles.duty import on_duty
from orgraph.rules.whistles.entitlement import Posts, entitled, missing_details, nearest_entitled, refusal

from ..said import in_chinese, in_english

ROLES = ("duty-contact", "unit-leader", "clerk")
DEPUTY = Officer("deputy", "the deputy")
CHAIN = tuple(
    Area(f"a{number}", f"area {number}", level) for number, level in enumerate(("village", "township", "county"))
)
POSTS = Posts(roles={"head": Worded("head", "主任", "head")})
HARD = Title("疑难问题哨", "hard problem")
KIND = TaskKind(
    "hard-problem",
    HARD,
    "standard",
    "called",
    "standard",
    "standard",
    ("secretary", "head"),
    ("text", "basis"),
    "whistle",
)


@st.composite
def holders(draw: st.DrawFn, roles: tuple[str, ...] = ROLES) -> PostHolder:
    away = draw(st.sampled_from(["", "leave"]))
    deputy = DEPUTY if away and draw(st.booleans()) else None
    officer = Officer(f"o{draw(st.integers(0, 9))}", "somebody")
    return PostHolder(officer, draw(st.sampled_from(roles)), principal=draw(st.booleans()), away=away, deputy=deputy)


@given(st.lists(holders(), max_size=6))
def test_somebody_is_called_whenever_anybody_can_be_reached(contacts: list[PostHolder]) -> None:
    called = on_duty(contacts, ("duty-contact",))
    reachable = [one for one in contacts if not one.away or one.deputy]
    assert (called is None) == (not reachable)
    if called is None:
        return
    assert called in reachable
    for other in reachable:  # nobody who would be better was passed over
        assert (called.role == "duty-contact") >= (other.role == "duty-contact")
        if other.role == called.role:
            assert bool(called.away) <= bool(other.away)
            if bool(other.away) == bool(called.away):
                assert called.principal >= other.principal


@given(st.lists(holders(), max_size=6), st.randoms())
def test_whom_to_call_does_not_depend_on_the_order_of_rows(contacts: list[PostHolder], chance: object) -> None:
    shuffled = list(contacts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = on_duty(contacts, ("duty-contact",)), on_duty(shuffled, ("duty-contact",))
    assert (first and first.officer.id) == (second and second.officer.id)


posts = st.lists(
    st.tuples(st.sampled_from(CHAIN), holders(("secretary", "head", "deputy"))),
    max_size=6,
    unique_by=lambda one: one[1].officer.id,
).map(lambda held: [HeldPost(area, holder) for area, holder in sorted(held, key=lambda one: one[0].code)])


@given(posts, st.sampled_from(["secretary", "head", "deputy"]), st.sampled_from(["a0", "a1", "a2", "elsewhere"]))
def test_only_a_held_post_of_a_fitting_role_whose_holder_answers_is_entitled(
    held: list[HeldPost], role: str, area: str
) -> None:
    found = entitled(Post(role, area), KIND, held)
    fitting = [
        one
        for one in held
        if one.holder.role == role and one.area.code == area and (not one.holder.away or one.holder.deputy)
    ]
    assert (found is not None) == (role in KIND.opened_by and bool(fitting))


@given(posts)
def test_the_nearest_post_that_may_is_named_the_first_of_the_kinds_list_before_others(held: list[HeldPost]) -> None:
    nearest = nearest_entitled(KIND, held)
    fitting = [one for one in held if entitled(one.post, KIND, [one])]
    assert (nearest is None) == (not fitting)
    for other in fitting if nearest else []:
        assert nearest is not None
        assert CHAIN.index(nearest.area) <= CHAIN.index(other.area)
        if other.area == nearest.area and other.holder.role == "secretary":
            assert nearest.holder.role == "secretary"


def held_by(role: str, area: Area, **holder: object) -> HeldPost:
    return HeldPost(area, PostHolder(Officer("o1", "佟望云"), role, **holder))  # type: ignore[arg-type]


def test_a_refusal_says_why_and_who_could() -> None:
    there = [held_by("head", CHAIN[1]), held_by("secretary", CHAIN[2], away="leave")]
    told = {
        Post("deputy", "a1"): "the role deputy may not",
        Post("head", "elsewhere"): "head@elsewhere is no post of an area that area 0 lies in",
        Post("secretary", "a1"): "the post secretary of area 1 is vacant today",
        Post("secretary", "a2"): "the secretary of area 2 is away today and nobody deputises",
    }
    for post, why in told.items():
        found = refusal(post, KIND, CHAIN, there, {}, POSTS)
        assert (in_english(found.why), found.nearest) == (why, "head@a1")
        assert "head@a1 (area 1, head, 佟望云)" in in_english(found.remedy)
        assert in_chinese(found.remedy) == "最近的有权岗位：area 1主任 佟望云(写作 head@a1)"
    assert refusal(Post("head", "a1"), KIND, CHAIN, [], {}, POSTS).nearest == ""


def test_a_role_that_is_posted_elsewhere_is_not_vacant_and_the_remedy_names_the_level() -> None:
    kind = replace(KIND, key="lending", opened_by=("secretary",), door="")
    found = refusal(Post("secretary", "a0"), kind, CHAIN, [], {}, Posts({"secretary": ("building",)}))
    assert in_english(found.why) == "secretary is a post of the level building, and area 0 is of the level village"
    assert in_english(found.remedy).endswith("only there are such posts: building")
    assert found.nearest == ""
    above = refusal(Post("secretary", "a0"), kind, CHAIN, [], {}, Posts({"secretary": ("township",)}))
    assert in_english(above.why) == "secretary is a post of the level township, and area 0 is of the level village"
    assert "fill one of these posts: secretary" in in_english(above.remedy)


def test_the_post_of_what_has_ended_is_not_vacant_and_a_report_is_no_whistle() -> None:
    matter = replace(KIND, key="matter", opened_by=("secretary",), door="report")
    ended = {"a1": date(2023, 8, 22)}
    found = refusal(Post("secretary", "a1"), matter, CHAIN, [held_by("secretary", CHAIN[2])], ended, POSTS)
    assert in_english(found.why) == "area 1 ended on 2023-08-22, and the post secretary with it"
    assert "secretary@a2 (area 2, secretary, 佟望云)" in in_english(found.remedy)
    strange = refusal(Post("head", "a2"), matter, CHAIN, [], ended, POSTS)
    assert in_english(strange.why) == "the role head may not"
    vacant = refusal(Post("secretary", "a2"), matter, CHAIN, [], ended, POSTS)
    assert "whistle" not in in_english(vacant.why) + in_english(vacant.remedy)


def test_a_whistle_names_what_it_must_carry_and_does_not() -> None:
    bare = Whistle("a0", "head", "hard-problem", "c", "k")
    assert missing_details(KIND, bare) == ("text", "basis")
    assert missing_details(KIND, replace(bare, text="t", basis="b")) == ()
    joint = replace(KIND, must_carry=("departments", "meeting", "channel"))
    assert missing_details(joint, bare) == ("departments", "meeting", "channel")
    meeting = Meeting(datetime(2023, 8, 23, 9, tzinfo=CHINA), "三楼")
    assert missing_details(joint, replace(bare, departments=("x",), meeting=meeting, channel="phone")) == ()


def test_a_window_clerk_registers_what_people_bring_in_person_and_blows_no_whistle(definitions: Definitions) -> None:
    kinds = {one.key: one for one in definitions.tasks}
    at_the_window = [held_by("window-clerk", CHAIN[1])]
    may = {key for key, kind in kinds.items() if entitled(Post("window-clerk", "a1"), kind, at_the_window)}
    assert may == {"matter", "mediation"}
    assert entitled(Post("window-clerk", "a0"), kinds["matter"], at_the_window) is None, (
        "not the window of this village"
    )
