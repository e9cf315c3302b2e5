"""Claims about the border of trial files: every mistake is one sentence, whatever the file holds."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.trials import file as trial_file
from experiments.trials import measure as trial_measure
from experiments.trials import trial
from sim.errors import InputError
from sim.scenario import profile

TIMES = int(os.environ.get("INROADS_FUZZ", "1"))
STARTER = (trial.folder() / "starter.toml").read_text()
# Moderate illness is a milder barrier there.
REME = {"reme": {"world.people.severity_low": 0.25}}
DOCUMENT = (Path(__file__).parent.parent / "docs" / "trials.md").read_text()


def complaint(folder, text):
    """The sentence about a file with this text, or None where nothing is wrong."""
    path = folder / "mine.toml"
    path.write_text(text)
    try:
        trial_file.read_file(path)
    except InputError as error:
        sentence = str(error)
        assert len(sentence.splitlines()) == 1 and sentence.isprintable(), sentence
        assert len(sentence) < 700 and sentence[-1] in ".?", sentence
        return sentence
    return None


def test_the_starter_is_sound(tmp_path):
    assert complaint(tmp_path, STARTER) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('design = "trial"', 'design = "randomized"', "one of trial, quasi-experiment, observational"),
        ('use = "context"', 'use = "contxt"', "Did you mean 'context'?"),
        ('country = "denmark"', 'country = "danmark"', "Did you mean 'denmark'?"),
        ("share_of_market = 0.2", "share_of_markt = 0.2", "Did you mean 'share_of_market'?"),
        ("share_of_market = 0.2", "share_of_market = 2", "from 0.01 to 1"),
        ('allocation = "individual"', 'allocation = "by lot"', "one of individual, cluster"),
        ("months = 18", "months = 1.5", "a whole number from 1 to 600"),
        ("months = 18", "", "design in"),
        ('state = "job"', 'state = "jobb"', "Did you mean 'job'?"),
        ('state = "job"', 'state = "job"\ncolumn = "hours"', "one of the two"),
        ('measure = "ever"', 'measure = "evr"', "Did you mean 'ever'?"),
        ("month = 18\npublished", "month = 19\npublished", "from 0 to 18"),
        ("count = 9", "count = 99", "at least as large"),
        ("lo = 0.5, hi = 11.5", "lo = 0.5", "lo and hi together"),
        ("lo = 0.5, hi = 11.5", "lo = 8.5, hi = 11.5", "between them"),
        ("[arms.control]", "[arms.kontrol]", "needs [arms.control]"),
        ('arm = "control"', 'arm = "treated"', "never anchored"),
        ('outcome = "job"', 'outcome = "weeks"', "no published.control"),
        ('outcome = "job"', 'outcome = "jbo"', "Did you mean 'job'?"),
        ("policy.ips.places = 1.0", "policy.ips.place = 1.0", "Did you mean 'policy.ips.places'?"),
        ("policy.ips.places = 1.0", "policy.ips.places = 7", "from 0 to 1"),
        ('profile = "severe-mental-illness"', 'profile = "neets"', "neet"),
        ('name = "weeks"', 'name = "job"', "its own name"),
        ("[[outcomes]]", "[outcomes]", ""),
        ("[about]", "[abuot]", ""),
        ('title = "A made-up trial of supported job search"', "title = 3", "must be a text"),
        ('label = "Weeks in work"', 'sign = "0"', "within"),
        ('label = "Weeks in work"', "at_least = 3", "go with column"),
        ('label = "Weeks in work"', 'minus = "later"', "stands before it"),
        ('label = "usual services"', 'against = "treatd"', "Did you mean 'treated'?"),
        ('label = "Weeks in work"', 'among = "womn"', "Did you mean 'women'?"),
        ("[anchor]", '[follow]\ncolumn = "sanctions_recieved"\n[anchor]', "sanctions_received"),
    ],
)
def test_each_mistake_gets_a_sentence_with_the_way_out(tmp_path, old, new, says):
    assert old in STARTER
    said = complaint(tmp_path, STARTER.replace(old, new, 1))
    assert said is not None and says in said


@pytest.mark.parametrize("text", ["", "x", "a = 1", "[about]", "arms = 3", "\x00", "[[arms]]\n[design]"])
def test_what_is_no_trial_at_all_is_said_so(tmp_path, text):
    assert complaint(tmp_path, text)


LINES = STARTER.splitlines()
VALUES = st.sampled_from(
    ["0", "-1", "nan", "inf", "1e400", "true", '""', '"job"', "[]", "{}", "[1]", "{ value = 1 }", "9" * 30,
     '"x" ', "{ control = 1 }", "1979-05-27", '"control"']
)  # fmt: skip


@st.composite
def broken(draw):
    """The starter with some lines gone, doubled, moved, or with other values."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["gone", "twice", "value", "key", "moved"]))
        line = lines[place]
        if what == "gone":
            lines.pop(place)
        elif what == "twice":
            lines.insert(place, line)
        elif what == "moved":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
        elif "=" in line:
            key, _, value = line.partition("=")
            letters = draw(st.text("abcdefgh.", min_size=1, max_size=8))
            lines[place] = f"{key}= {draw(VALUES)}" if what == "value" else f"{letters} ={value}"
        if not lines:
            break
    return "\n".join(lines)


@settings(max_examples=250 * TIMES, deadline=None, derandomize=TIMES == 1, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(text=broken())
def test_whatever_is_in_a_file_there_is_a_trial_or_one_sentence(tmp_path_factory, text):
    complaint(tmp_path_factory.mktemp("fuzz"), text)


# -- the document ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keys",
    [trial_file.SECTIONS, trial_file.ABOUT, trial_file.DESIGN, trial_file.OUTCOME, trial_file.FIGURE,
     trial_file.STATUS, tuple(trial_measure.STATES), trial_measure.OF_STATES, trial_measure.OF_COLUMNS,
     tuple(trial_measure.MARKS)],
)  # fmt: skip
def test_the_document_explains_every_word_that_a_file_may_hold(keys):
    explained = set(re.findall(r"`([a-z_ ]+)`", DOCUMENT))
    assert set(keys) <= explained


def test_every_shipped_trial_says_who_decided_who_got_what_and_the_words_are_explained():
    for name, path in trial.shipped().items():
        assert tomllib.loads(path.read_text())["about"]["design"] in trial.DESIGNS, name
    assert all(f"`{word}`" in DOCUMENT for word in trial.DESIGNS)
    by_lot = {name for name in trial.shipped() if trial.read(name).about["design"] == trial.BY_LOT}
    assert {"eqolise", "boeheim", "maibom"} < by_lot
    assert by_lot.isdisjoint({"svarer", "caseworker-change", "caseworker-belief", "education-age-limit",
                              "dahl-hernaes", "foged"})  # fmt: skip


def test_people_who_want_a_job_differ_from_all_with_a_severe_illness_by_that_alone():
    everybody, wanting = profile("severe-mental-illness"), profile("severe-mental-illness-wanting-work")
    assert wanting == {**everybody, "world.mind.motivation": 0.7}
    for name in ("eqolise", "bejerholm", "christensen", "reme", "eidp", "ips-lite", "local-unemployment"):
        assert trial.read(name).people.items() >= {**wanting, **REME.get(name, {})}.items(), name


def test_the_document_lists_every_shipped_trial_with_its_source():
    for name in trial.shipped():
        one = trial.read(name)
        rows = [line for line in DOCUMENT.splitlines() if line.startswith(f"| `{name}` ")]
        assert len(rows) == 1 and one.about["source"] in rows[0], name
