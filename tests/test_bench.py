"""The table of promises says so when one is not kept. Nothing is timed here."""

import json

import pytest

from experiments import bench
from experiments.bench import MET, NOT_MEASURED, NOT_MET, Measure, not_measured


@pytest.mark.parametrize(
    ("value", "at_least", "verdict"),
    [
        (39.9, False, MET), (40.0, False, MET), (40.1, False, NOT_MET),
        (39.9, True, NOT_MET), (40.0, True, MET), (float("nan"), False, NOT_MET),
        (float("nan"), True, NOT_MET), (float("inf"), False, NOT_MET), (None, False, NOT_MEASURED),
    ],
)  # fmt: skip
def test_a_promise_is_met_only_on_the_right_side_of_its_limit(value, at_least, verdict):
    assert Measure("it is fast", value, 40, "ms", at_least=at_least).verdict == verdict


PROMISES = [
    Measure("kept", 30, 40, "ms"),
    Measure("broken", 50, 40, "ms", "the best of 3"),
    not_measured("untried", 1000, "ms", "there is no Chromium"),
]


@pytest.fixture
def report(monkeypatch, capsys):
    monkeypatch.setattr(bench, "measure_all", lambda say_what: PROMISES)

    def run(*arguments):
        bench.main(arguments)
        return capsys.readouterr().out

    return run


def test_the_table_and_its_sentence_name_what_is_not_met(report):
    lines = report().splitlines()
    verdicts = {line.split()[0]: line for line in lines if line.split()[:1]}
    assert verdicts["kept"].split()[-1] == "met" and "not met" not in verdicts["kept"]
    assert "not met" in verdicts["broken"] and "50" in verdicts["broken"]
    assert "not measured" in verdicts["untried"] and "no Chromium" in verdicts["untried"]
    assert "1 of 3 promises met. Not met: broken. Not measured: untried." in lines


def test_the_data_carry_the_verdicts(report):
    found = json.loads(report("--json"))
    assert [one["verdict"] for one in found["measures"]] == [MET, NOT_MET, NOT_MEASURED]
    assert found["machine"]["cores"] >= 1
