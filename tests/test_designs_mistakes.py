"""Claims about mistakes in experiment files: each is one sentence that names it."""

import pytest
from experiment_files import DEMAND, GRID, PLACES, PLAN, RULE, complaint, writer


@pytest.fixture
def write(tmp_path):
    return writer(tmp_path)


MISTAKES = {
    "an unknown part": ("[factor]\nx = 1\n" + GRID, ["'factor'", "Did you mean 'factors'"]),
    "an unknown setting": ("[experiment]\npeeple = 3\n" + GRID, ["'peeple'", "people"]),
    "an unknown thing kept": ("[keep]\nmonth = [1]\n" + GRID, ["'month'", "Did you mean 'months'"]),
    "an unknown word of the design": ('[design]\nkinds = "grid"\n' + GRID, ["'kinds'", "kind"]),
    "an unknown thing said of it": ("[about]\ntitel = 'x'\n" + GRID, ["'titel'", "title"]),
    "a title that is none": ("[about]\ntitle = 3\n" + GRID, ["about.title", "3"]),
    "nothing varied": ("[experiment]\nseeds = 2\n", ["varies nothing", "[factors]"]),
    "no levels": (f"[factors]\n{PLACES} = []", [PLACES, "no levels"]),
    "a level twice": (f"[factors]\n{PLACES} = [0.5, 0.50]", [PLACES, "0.5", "twice"]),
    "an impossible level": (f"[factors]\n{PLACES} = [0.5, 1.5]", [PLACES, "1.5", "from 0 to 1"]),
    "an unknown lever": ("[factors]\npolicy.ips.place = [0.5]", ["'policy.ips.place'", "Did you mean"]),
    "a group": ("[factors]\npolicy.ips = [0.5]", ["policy.ips", "group"]),
    "a range in a grid": (f'[factors]\n{DEMAND} = "plausible"', [DEMAND, "steps", "latin"]),
    "a range downwards": (f"[factors]\n{DEMAND} = {{ from = 2, to = 1, steps = 3 }}", ["upwards"]),
    "a range of choices": (f'[factors]\n{RULE} = {{ from = "a", to = "b" }}', [RULE, "list of levels"]),
    "too many steps of whole numbers": (
        "[factors]\ndistrict.people = { from = 10, to = 12, steps = 9 }", ["9 steps", "3 whole numbers"],
    ),
    "half a range": (f"[factors]\n{DEMAND} = {{ from = 0.5 }}", ["from, to"]),
    "a plan without a range": (f'[factors]\n{PLAN} = "plausible"', [PLAN, "list of levels"]),
    "months that vary": ("[factors]\ndistrict.months = [12, 24]", ["district.months", "longest"]),
    "a number that is no list": (f"[factors]\n{PLACES} = 0.5", [PLACES, "list of levels"]),
    "a scenario that is no list": ('[factors]\nscenario = "norway"', ["scenario", "list"]),
    "an unknown scenario": ('[factors]\nscenario = ["norge"]', ["factors.scenario in", "mine.toml", "norge"]),
    "a set that is none": ("[factors]\nparameters = [-1]", ["parameters", "-1"]),
    "sets twice over": (
        '[experiment]\nparameters = "posterior"\n[factors]\nparameters = "posterior"', ["best"],
    ),
    "varied and set": (GRID + f"[set]\n{PLACES} = 0.1", [PLACES, "[set]"]),
    "varied and part of the policy": (GRID + f"[what_if]\n{PLACES} = 0.1", [PLACES, "[what_if]"]),
    "a size in the policy": (GRID + "[what_if]\ndistrict.people = 10", ["district.people", "both arms"]),
    "a size that is set": (GRID + "[set]\ndistrict.people = 10", ["people = ..", "[experiment]"]),
    "a policy that is nothing": (GRID + '[what_if]\nscenario = "denmark"', ["nothing else"]),
    "policies and a policy": (
        f'[factors]\nwhat_if = ["ips/as-designed"]\n[what_if]\n{DEMAND} = 1', ["keep one"],
    ),
    "an unknown kind": (GRID + '[design]\nkind = "gird"', ["'gird'", "Did you mean 'grid'"]),
    "a grid with points": (GRID + "[design]\npoints = 9", ["design.points", "latin"]),
    "an uneven Sobol sequence": (GRID + '[design]\nkind = "sobol"\npoints = 100', ["100", "64 or 128"]),
    "no points": (GRID + '[design]\nkind = "latin"\npoints = 0', ["design.points"]),
    "a seed of nought": (GRID + '[design]\nkind = "latin"\nseed = 0', ["design.seed"]),
    "a list and factors": (GRID + f'[[points]]\n{PLACES} = 0.3', ["[[points]]"]),
    "a list without points": ('[design]\nkind = "list"', ["no points"]),
    "an empty point": ("[[points]]\n", ["empty"]),
    "a point twice": (f"[[points]]\n{PLACES} = 0.5\n[[points]]\n{PLACES} = 0.5", ["0 and 1", "same"]),
    "an impossible point": (f"[[points]]\n{PLACES} = 0.5\n[[points]]\n{PLACES} = 5", ["oint 1", "5"]),
    "points that are no tables": ("points = 3", ["points", "3"]),
    "a scenario in some points": (
        f"[[points]]\nscenario = 'norway'\n[[points]]\n{PLACES} = 0.5", ["oint 1", "scenario"],
    ),
    "no seeds": ("[experiment]\nseeds = 0\n" + GRID, ["seeds", "0"]),
    "a seed twice": ("[experiment]\nseeds = [1, 2, 1]\n" + GRID, ["seeds", "1 twice"]),
    "an unknown outcome": ('[keep]\noutcomes = ["jobs_any"]\n' + GRID, ["'jobs_any'", "'job_any'"]),
    "a month after the end": ("[keep]\nmonths = [61]\n" + GRID, ["keep.months", "0 to 60"]),
    "groups by name": ('[keep]\ngroups = ["near"]\n' + GRID, ["keep.groups", "true or false"]),
    "too many points": (
        "[factors]\n" + "\n".join(
            f"{a} = {{ from = 0, to = 1, steps = 400 }}" for a in
            (PLACES, "policy.practice.places", "policy.language.places")
        ), ["64,000,000 points", "1,000,000"],
    ),
    "too many runs": (
        f"[experiment]\nseeds = 100000\n{GRID}world.hiring.scar = {{ from = 0, to = 1, steps = 20 }}",
        ["12,000,000 runs", "5,000,000"],
    ),
    "a table without a name": ('[design]\nkind = "csv"', ["design.file"]),
    "a table that is not there": ('[design]\nkind = "csv"\nfile = "no.csv"', ["no.csv", "not a file"]),
    "people who are none": ("[experiment]\npeople = 0\n" + GRID, ["district.people", "0"]),
    "a range too narrow for its steps": (
        f"[factors]\n{DEMAND} = {{ from = 0.1, to = 0.10000000000001, steps = 5 }}",
        [DEMAND, "5 steps", "the same"],
    ),
    "a sample of too narrow a range": (
        f'[factors]\n{DEMAND} = {{ from = 0.1, to = 0.10000000000001 }}\n[design]\nkind = "latin"',
        ["design.points", "128", "different"],
    ),
    "set, and part of the policy": (
        f"[set]\n{PLACES} = 0.1\n[what_if]\n{PLACES} = 0.2\n[factors]\n{DEMAND} = [1]",
        [PLACES, "[set]", "[what_if]", "keep one"],
    ),
    "set, and part of a policy by name": (
        f'[set]\n{PLACES} = 0.123\n[what_if]\nscenario = "ips/as-designed"\n[factors]\n{DEMAND} = [1]',
        [PLACES, "[set]", "'ips/as-designed'", "keep one"],
    ),
    "set, and part of a policy that is varied": (
        f'[set]\n{PLACES} = 0.123\n[factors]\nwhat_if = ["ips/as-designed"]',
        [PLACES, "[set]", "'ips/as-designed'", "keep one"],
    ),
    "a group of what is not varied": (
        GRID + "[groups]\na = ['policy.ips', 'policy.caseload']", ["groups.a", "'policy.caseload'"],
    ),
    "a group with a misspelt member": (
        GRID + "[groups]\na = ['world.economy.demnd']", ["groups.a", "'world.economy.demand'"],
    ),
    "an empty file": ("", ["is empty", "inroads experiment --example"]),
    "a file of comments": ("# nothing", ["is empty", "inroads experiment --example"]),
    "a file of a million bytes": ("#" * 1_000_001, ["1,000,000 bytes", "csv"]),
    "a number that is none": (f"[set]\n{PLACES} = nan\n{GRID}", [PLACES, "nan"]),
    "a seed beyond the largest": ("[experiment]\nseeds = [9007199254740993]\n" + GRID, ["to 2^53"]),
    "a seed of a sample beyond the largest": (
        GRID + '[design]\nkind = "latin"\nseed = 9007199254740993', ["design.seed", "to 2^53"],
    ),
    "a start that is not there": (
        '[experiment]\nscenario = "norge"\n' + GRID, ["experiment.scenario in", "mine.toml", "'norge'"],
    ),
    "a policy that is not there": (
        '[factors]\nwhat_if = ["ips/nowhere"]', ["factors.what_if in", "mine.toml", "'ips/nowhere'"],
    ),
    "parameters that are none": ('[experiment]\nparameters = "all"\n' + GRID, ["'all'", "posterior, best"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_that_names_it(mistake, write):
    text, words = MISTAKES[mistake]
    sentence = complaint(write(text))
    for word in words:
        assert word in sentence, sentence


TABLES = {
    "a column that is none": (f"{PLACES},demand\n0.5,1", ["'demand'", "column"]),
    "a column twice": (f"{PLACES},{PLACES}\n0.5,0.5", ["twice"]),
    "a cell too many": (f"{PLACES}\n0.5,1", ["line 2", "2 cells"]),
    "an impossible cell": (f"{PLACES}\n0.5\nx", ["line 3", "'x'"]),
    "no rows": (f"{PLACES}\n", ["no points"]),
    "nothing": ("", ["no points"]),
    "a row twice": (f"{PLACES},{DEMAND}\n0.5,\n0.5,1.0", ["0 and 1", "same"]),
    "half a quote": (f'{PLACES}\n"0.5', ["no table", "line 2"]),
    "no text": (b"\xff\xfe\x00a", ["UTF-8"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", TABLES)
def test_a_mistake_in_a_table_is_one_sentence_with_its_line(mistake, write):
    text, words = TABLES[mistake]
    write(text, "points.csv")
    sentence = complaint(write('[design]\nkind = "csv"\nfile = "points.csv"'))
    for word in words:
        assert word in sentence, sentence
