"""What the documents say is so: commands, links, addresses, generated parts, and the example."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from experiments import odd
from experiments.cli import COMMANDS, app
from sim.instruments import INSTRUMENTS
from sim.scenario import declarations, shipped
from sim.world import WORLD

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in DOCUMENTS}
README, CONTRIBUTING = TEXTS["README.md"], TEXTS["CONTRIBUTING.md"]

# Pictures that are taken of the running dashboard, by its own author.
AWAITED = {"docs/img/explore.png"}

GLOSSARY = """
    Lever, Assumption, Instrument, Policy, World, Scenario, District, Outcome, Run, Trial, Experiment,
    Point, Nation, Jobseeker, Employer, Caseworker, Barrier, Vacancy, Enrolment, Plan, Dose, job_finding_rate,
    separation_rate, take_up, lock_in, deadweight, displacement, creaming, parking, caseload, fidelity
"""


def test_there_are_documents_to_look_at():
    assert {"README.md", "CONTRIBUTING.md", "docs/odd.md", "docs/evidence-sources.md"} <= set(TEXTS)
    assert all(len(text) > 100 for text in TEXTS.values())


# -- commands ---------------------------------------------------------------------------------


def make_targets():
    return set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))


def cli_commands():
    return {one.__name__ for one in COMMANDS} | {one.name for one in app.registered_groups}


def commands_in(text, program):
    """First words after a program's name, where a document shows it as code."""
    shown = "\n".join(a or b for a, b in re.findall(r"(?s)```\w*\n(.*?)```|`([^`\n]+)`", text))
    return set(re.findall(rf"(?m)^{program} ([a-z]+)", shown))


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_target_and_command_shown_exists(name):
    assert commands_in(TEXTS[name], "make") <= make_targets()
    assert commands_in(TEXTS[name], "inroads") <= cli_commands()


def test_the_readme_shows_the_two_commands_the_demo_and_the_whole_command_line():
    assert {"run", "test", "demo"} <= commands_in(README, "make")
    assert commands_in(README, "inroads") == cli_commands()


def test_the_look_at_commands_can_fail():
    assert commands_in("run `make tea` or\n```\ninroads fly\n```\n", "make") == {"tea"}
    assert not commands_in("```\ninroads fly\n```\n", "inroads") <= cli_commands()


# -- links and addresses ----------------------------------------------------------------------


def anchors(text):
    """The anchors of a page's headings, as they are made where it is shown."""
    titles = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?s)```.*?```", "", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def broken_links(page, text):
    """Relative links of a page that lead nowhere."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?s)```.*?```", "", text)):
        if "://" in target or target in AWAITED:
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve()
        if file and not path.exists():
            broken.append(target)
        elif anchor and anchor not in anchors(path.read_text() if file else text):
            broken.append(target)
    return broken


@pytest.mark.parametrize("name", TEXTS)
def test_every_relative_link_leads_somewhere(name):
    assert broken_links(ROOT / name, TEXTS[name]) == []


def test_a_link_that_leads_nowhere_is_noticed():
    page = "# Here\n[a](no/such.md) [b](README.md#nowhere) [c](#here) [d](CONTRIBUTING.md#house-rules)"
    assert broken_links(ROOT / "x.md", page) == ["no/such.md", "README.md#nowhere"]


def unknown_addresses(text):
    """Addresses that a document names and the model does not have: 'hiring.bar', 'policy.ips.places'.

    A group's name followed by a dot and a name is taken for an address, except in file names and
    in Python.
    """
    text = re.sub(r"(?s)```python.*?```", "", text)
    known = {d.address for d in declarations().values()}
    groups = {".".join(address.split(".")[:-1]) for address in known}
    groups |= {".".join(group.split(".")[:-1]) for group in groups}
    owners = "|".join([*WORLD, *(instrument.name for instrument in INSTRUMENTS)])
    prefixes = ("", "world.", "policy.", "district.")
    said = set(re.findall(rf"(?<![\w./])((?:(?:policy|world)\.)?(?:{owners})\.[a-z_.\d]*[a-z_\d])", text))
    said |= set(re.findall(r"(?<![\w./])((?:policy|world|district)\.[a-z_.\d]*[a-z_\d])", text))
    files = {word for word in said if word.endswith((".py", ".md", ".toml"))}
    return {word for word in said - files if not any(prefix + word in known | groups for prefix in prefixes)}


EXAMPLE = {f"policy.interview_practice{end}" for end in ("", ".places", ".below_confidence")}


@pytest.mark.parametrize("name", [n for n in TEXTS if n != "docs/evidence-sources.md"])
def test_every_number_named_by_its_address_exists(name):
    assert unknown_addresses(TEXTS[name]) - EXAMPLE == set()


def test_an_address_that_does_not_exist_is_noticed():
    text = "`hiring.scar`, `policy.ips.fidelity`, but `hiring.scare` and `policy.ips.placess`"
    assert unknown_addresses(text) == {"hiring.scare", "policy.ips.placess"}


# -- words ------------------------------------------------------------------------------------


def test_the_readme_explains_every_word_of_the_vocabulary():
    explained = re.findall(r"(?m)^\| (\w+) \| ", README.split("## Words")[1].split("## ")[0])
    assert explained[1:] == [word.strip() for word in GLOSSARY.split(",")]


# -- generated parts --------------------------------------------------------------------------


def test_generated_parts_say_what_the_code_does():
    assert [path.name for path in odd.stale(ROOT / name for name in odd.DOCUMENTS)] == []


def test_every_part_that_can_be_written_is_used_once():
    used = [name for text in TEXTS.values() for name, _ in odd.MARKED.findall(text)]
    assert sorted(used) == sorted(odd.PARTS)


def test_a_stale_part_is_noticed_and_the_check_says_so_in_one_sentence(tmp_path, monkeypatch, capsys):
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text("Kept.\n<!-- generated: phases -->\n1. Nothing happens.\n<!-- end -->\nKept too.\n")
    monkeypatch.setattr(odd, "ROOT", tmp_path)
    monkeypatch.setattr(odd, "DOCUMENTS", ("docs/page.md",))
    with pytest.raises(SystemExit) as leaving:
        odd.main(["--check"])
    assert str(leaving.value) == "The code has moved on from docs/page.md: run python -m experiments.odd."
    assert "Nothing happens" in page.read_text(), "a check must not write"
    odd.main([])
    assert page.read_text().startswith("Kept.\n") and page.read_text().endswith("\nKept too.\n")
    assert "**The economy moves.**" in page.read_text()
    odd.main(["--check"])
    assert "say what the code does" in capsys.readouterr().out


def test_a_part_that_nobody_writes_is_an_error():
    with pytest.raises(odd.Stale, match="weather"):
        odd.brought_up_to_date("<!-- generated: weather -->\n<!-- end -->")


# -- sources ----------------------------------------------------------------------------------


def known_sources():
    return set(odd.sources()["facts"]) | set(odd.sources()["documents"])


def test_every_source_cited_in_the_code_is_explained():
    assert len(odd.citations()) > 50
    assert set(odd.citations()) - known_sources() == set()


def test_a_source_that_nobody_can_look_up_is_noticed(tmp_path, monkeypatch):
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "world.py").write_text('"""As in A-02, and in Z-99 and B-98."""')
    for folder in ("scenarios", "experiments"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(odd, "ROOT", tmp_path)
    found = odd.citations.__wrapped__()
    assert found == {"A-02": ("world",), "B-98": ("world",)}
    assert set(found) - known_sources() == {"B-98"}


def test_every_fact_has_a_study_a_figure_a_status_and_an_address_unless_recalled():
    for source, fact in odd.sources()["facts"].items():
        assert set(fact) == {"study", "country", "figure", "status", "advice", "address"}, source
        assert fact["study"] and fact["country"] and fact["figure"], source
        assert fact["status"] in ("confirmed", "from memory", "derived"), source
        assert fact["advice"] in ("calibrate", "sign", "context", "input", "method", "range"), source
        where = fact["address"]
        assert not where or "://" in where or set(odd.SOURCE_ID.findall(where)) <= known_sources(), source
        assert where or fact["status"] == "from memory" or source == "D-16", source


@pytest.mark.parametrize(("word", "section"), [("trap", "traps"), ("fact", "stylised_facts")])
def test_every_trap_and_stylised_fact_cited_is_explained(word, section):
    cited = set()
    for folder in ("sim", "experiments", "scenarios", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            cited |= set(re.findall(rf"\b{word} (\d+)\b", path.read_text(), re.I))
    reserve = {"13", "14", "15"} if word == "fact" else set()  # kept back, so not in the list
    assert cited and cited - reserve <= set(odd.sources()[section])


def test_the_file_of_sources_is_no_scenario():
    assert "sources" not in shipped() and "denmark" in shipped()


# -- code in the documents --------------------------------------------------------------------


def blocks(text, language):
    return re.findall(rf"(?s)```{language}\n(.*?)```", text)


def test_the_scenario_in_the_readme_is_sound(tmp_path):
    from sim import load

    (text,) = blocks(README, "toml")
    assert tomllib.loads(text)["extends"] == "denmark"
    path = tmp_path / "mine.toml"
    path.write_text(text)
    assert load(path)["policy.ips.places"] == 0.5


@pytest.mark.slow
def test_the_python_in_the_readme_runs():
    first, second = blocks(README, "python")
    space = {}
    exec(first, space)
    assert 0.0 < space["run"].outcome("job_any")[12] < 0.5
    assert space["gain"].lo <= space["gain"].mean <= space["gain"].hi
    exec(second, space)
    assert [row["policy__ips__places"] for row in space["rows"]] == [0.0, 0.5]


def example(name):
    """A code block of CONTRIBUTING by the name in the comment above it."""
    (code,) = re.findall(rf"(?s)<!-- example: {re.escape(name)} -->\n```python\n(.*?)```", CONTRIBUTING)
    return code


LOOK = """
from sim import District, load
from sim.scenario import declarations
from sim.schema import schema

addresses = [a for a in declarations() if "interview_practice" in a]
policy = schema()["properties"]["policy"]["properties"]
base = load("denmark").set({"district.people": 150, "district.months": 4})
funded = District(base.set({"policy.interview_practice.places": 0.6}), rng=1)
unfunded = District(base, rng=1)
for month in range(4):
    funded.step()
    unfunded.step()
mine = [one for one in funded.delivered if one.name == "interview_practice"]
print(len(addresses), sorted(policy.get("interview_practice", {}).get("properties", [])))
print(sum(int((one.enrolled > 0).sum()) for one in mine))
print([one.name for one in unfunded.delivered if one.name == "interview_practice"])
print((funded.people.arrays["confidence"] > unfunded.people.arrays["confidence"] + 0.01).sum())
"""


@pytest.fixture
def house(tmp_path):
    """A copy of the model, and a way to look at it in a process of its own, uncompiled."""
    for package in ("sim", "scenarios"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))

    def look(code):
        return subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120,
            env={**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_DISABLE_JIT": "1"},
        )  # fmt: skip

    return tmp_path, look


def add_the_example(root, *, registered=True):
    """What CONTRIBUTING tells a reader to do: one file, one import, one line of the tuple."""
    name = "sim/instruments/interview_practice.py"
    (root / name).write_text(example(name))
    home = root / "sim/instruments/__init__.py"
    text = home.read_text()
    before_last = "\n)\nDELIVERED"
    assert text.count(before_last) == 1 and text.count("\nfrom sim.instruments.ips ") == 1
    if registered:
        text = text.replace("\nfrom sim.instruments.ips ",
                            "\n" + example("import") + "from sim.instruments.ips ")  # fmt: skip
        line = example("line of the tuple").rstrip("\n")
        home.write_text(text.replace(before_last, "\n" + line + before_last))


@pytest.mark.slow
def test_the_instrument_in_contributing_works_when_its_three_steps_are_taken(house):
    root, look = house
    add_the_example(root)
    seen = look(LOOK)
    assert seen.returncode == 0, seen.stderr
    listed, enrolled, without_places, lifted = seen.stdout.splitlines()
    assert listed == "7 ['below_confidence', 'places', 'price']"
    assert int(enrolled) > 5
    assert without_places == "[]"
    assert int(lifted) > 5


@pytest.mark.slow
def test_without_its_line_in_the_tuple_it_does_not_exist(house):
    """Negative control: the file alone is not found, and the model says so in a sentence."""
    root, look = house
    add_the_example(root, registered=False)
    seen = look(LOOK)
    assert seen.returncode != 0
    assert "There is no lever or assumption called 'policy.interview_practice.places'" in seen.stderr
