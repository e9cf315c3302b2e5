"""Claims about the page that follows one person: the same person, two worlds, told in full."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import app_pages, levers, link, lives, strips, words
from dashboard.link import WhatIf
from experiments.life import record

HELPED = WhatIf.today("denmark", years=1).set({"policy.ips.places": 0.9})
PAGE = f"""
from pathlib import Path
from dashboard import state
state.begin()
exec(Path({str(next(iter(app_pages.__path__)) + "/lives.py")!r}).read_text())
"""


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    def at(what_if=None, **parameters):
        test = AppTest.from_string(PAGE, default_timeout=120)
        for name, value in {**(link.dump(what_if) if what_if else {}), **parameters}.items():
            test.query_params[name] = value
        return test.run()

    return at


def text_of(test):
    return "\n".join(element.value for element in test.markdown)


def press(test, key):
    next(button for button in test.button if button.key == key).click().run()
    assert not test.exception


@pytest.fixture(scope="module")
def pair():
    today = WhatIf.today("denmark", years=1)
    person = 0
    found = lives.Pair(record(today.scenario(), person, 1), record(HELPED.scenario(), person, 1))
    person = int(np.flatnonzero(found.differ)[0])
    return lives.Pair(record(today.scenario(), person, 1), record(HELPED.scenario(), person, 1))


def test_the_page_tells_who_the_person_is_and_what_happens_today(page):
    test = page(h="1", p="17")
    assert not test.exception
    assert "Person 17: " in text_of(test) and words.LIFE_TODAY in text_of(test)
    assert words.NO_FORECAST in text_of(test)
    assert len(test.get("vega_lite_chart")) == 1


def test_the_page_shows_both_worlds_where_they_part_and_what_came_of_it(page):
    test = page(HELPED, p="17")
    press(test, "another_changed")
    assert "**The two lives part" in text_of(test)
    assert f"**{words.TODAY}**" in text_of(test) and f"**{words.WHAT_IF}**" in text_of(test)
    assert "Luck matters" in text_of(test)
    assert words.COUNTED["months_in_work"] in str(test.table[0].value)
    assert str(test.session_state["person"]) in test.query_params["p"]


def test_another_person_is_like_the_one_that_was_asked_for(page):
    test = page(HELPED, who="far")
    next(pills for pills in test.button_group if pills.key == "marks").set_value(["senior"]).run()
    press(test, "another")
    person = test.session_state["person"]
    start = record(WhatIf.today("denmark", years=1).scenario().set({"district.months": 1}), person, 1)
    assert start.value("senior", 0) == 1
    assert start.cohort.covariates["group"][person] == 2


@pytest.mark.parametrize("given", ["-1", "99999999", "x", "", "٣"])
def test_a_person_who_is_not_there_gives_the_first_one(page, given):
    test = page(h="1", p=given)
    assert not test.exception and "Person 0: " in text_of(test)


def test_the_what_if_is_the_one_of_the_first_page_and_its_changes_can_be_taken_back(page):
    test = page(HELPED)
    pills = next(p for p in test.button_group if p.key == "changes")
    pills.set_value([]).run()
    assert test.session_state["what_if"].is_today


def test_a_life_that_fails_is_said_in_a_sentence(page, monkeypatch):
    from dashboard import runs

    def broken():
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(runs, "ready", broken)
    test = page(WhatIf.today("iceland", years=5))
    assert words.LIFE_FAILED in test.error[0].value and not test.exception


def test_spells_cover_every_month_once_and_change_at_their_borders(pair):
    for life in (pair.today, pair.what_if):
        found = lives.spells(life)
        months = [m for spell in found for m in range(spell.first, spell.last + 1)]
        assert months == list(range(1, life.last + 1))
        for spell in found:
            for month in range(spell.first, spell.last + 1):
                assert life.value("status", month) == spell.status


def test_who_takes_a_measure_beside_benefit_is_shown_in_it(pair):
    label = levers.controls()["policy.ips.places"].instrument.label
    in_it = [
        record(HELPED.scenario(), int(person), 1) for person in np.flatnonzero(pair.differ)[:3]
    ]  # fmt: skip
    taken = [spell for life in in_it for spell in lives.spells(life) if label in spell.measures]
    assert taken and all(spell.kind == lives.MEASURE for spell in taken)
    assert label in words.spell(taken[0])


def test_luck_counts_people_who_work_more_and_fewer_months(pair):
    months = lives.months_in_work(pair.what_if.cohort)
    own = months[pair.what_if.person]
    more, fewer = pair.luck(np.arange(len(months)))
    assert more == round(100 * np.mean(months > own)) and fewer == round(100 * np.mean(months < own))
    assert more + fewer <= 100


def test_what_is_told_covers_every_month_of_both_lives(pair):
    together, apart = pair.telling()
    for life, blocks in zip((pair.today, pair.what_if), apart, strict=True):
        months = [m for first, last, _ in [*together, *blocks] for m in range(first, last + 1)]
        assert months == list(range(1, life.last + 1))


def test_the_same_life_twice_parts_nowhere(pair):
    same = lives.Pair(pair.today, pair.today)
    assert same.parting is None and same.visible is None and not same.differ.any()
    assert "does not reach this person" in words.no_parting(same.parting is None)


def test_the_strips_can_be_drawn_and_their_text_can_be_read(pair):
    import vl_convert

    frame = strips.life_frame(pair)
    spec = {**strips.life_spec(12, False), "width": 900, "data": {"values": frame.to_dict("records")}}
    drawn = vl_convert.vegalite_to_svg(spec)
    assert words.TODAY in drawn and words.WHAT_IF in drawn and words.STATUSES[0] in drawn
    assert len(strips.KIND_COLOURS) == len(strips.KIND_TEXT) == len(words.LIFE_KINDS)


@pytest.mark.parametrize("kind", range(6))
def test_text_on_every_colour_of_the_strips_has_contrast(kind):
    from test_charts import contrast

    assert contrast(strips.KIND_TEXT[kind], strips.KIND_COLOURS[kind]) >= 4.5
