"""The five countries: each in its own money, each with a believable share in work."""

import pytest

from experiments.compare import run_arm
from sim import load
from sim.rules.money import gain_from_hours
from sim.scenario import declarations
from tests.commandline import SMALL, good

COUNTRIES = {"denmark": "DKK", "norway": "NOK", "sweden": "SEK", "finland": "EUR", "iceland": "ISK"}
MONEY = [a for a, d in declarations().items() if d.parameter.unit.name.startswith("kroner")]


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_country_says_what_it_rests_on_and_counts_in_its_own_money(name):
    country = load(name)
    assert country["district.currency"] == COUNTRIES[name]
    for word in ("title", "question", "source", "assumes"):
        assert country.about[word].strip()
    assert name == "denmark" or country.about["title"] != load("denmark").about["title"]


@pytest.mark.parametrize("name", COUNTRIES)
def test_in_every_country_some_work_and_most_do_not(name):
    """F-01 for Denmark is 12%; elsewhere there is no figure, only sense."""
    run = run_arm(load(name).set({"district.months": 24}), range(1, 6))
    assert 0.05 < run.at("job_any", 24).mean < 0.2


@pytest.mark.parametrize("name", COUNTRIES)
def test_in_every_country_full_time_work_pays_and_a_few_hours_pay_less(name):
    r = {group: table[0] for group, table in load(name).records().items()}
    gain = [gain_from_hours(r["money"], r["benefit"], r["benefit"]["level"], hours, 0.0) for hours in (7, 37)]
    assert 0.1 < gain[1] < 1.5 and -0.01 < gain[0] < gain[1]


@pytest.mark.parametrize("name", ["finland", "iceland"])
def test_no_amount_is_left_in_danish_kroner_where_money_is_another(name):
    """A euro is seven kroner and a krone some twenty kronur: a default would be nonsense."""
    country, denmark = load(name), load("denmark")
    left = [a for a in MONEY if denmark[a] and country[a] == denmark[a]]
    assert not left, f"amounts in DKK: {', '.join(left)}"


def test_amounts_left_in_kroner_would_be_noticed():
    assert [a for a in MONEY if load("denmark").set({"district.currency": "EUR"})[a]]


@pytest.mark.parametrize("name", ["sweden", "finland", "iceland"])
def test_reports_speak_of_the_countrys_money(name):
    text = good("run", name, *SMALL)
    assert COUNTRIES[name] in text and "DKK" not in text
    assert "kroner" not in text and "nan" not in text.split()
