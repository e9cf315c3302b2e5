"""Claims about scenario files: every kind of bad file gets one sentence that teaches."""

import os

import pytest
from commandline import good, inroads

from sim.errors import InputError
from sim.scenario import LARGEST_FILE, load

PLACES = "policy.ips.places"


def sentence_about(path):
    """What is wrong with a file, after checking that it is one sentence of sane length."""
    with pytest.raises(InputError) as caught:
        load(path)
    sentence = str(caught.value)
    assert sentence[-1] in ".?" and len(sentence) < 500
    assert len(sentence.splitlines()) == 1 and sentence.isprintable()
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return sentence


@pytest.fixture
def written(tmp_path):
    """A function that writes a scenario file and returns its path."""

    def write(content, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


BAD = {
    "unknown key": ("policy.ips.plces = 0.5", ["'policy.ips.plces'", f"mean {PLACES!r}"]),
    "unknown key without its group": ("places = 0.5", ["'places'", "inroads levers"]),
    "unknown group": ("[polcy.ips]\nplaces = 0.5", ["no group 'polcy'", "mean 'policy'"]),
    "unknown group inside": ("[policy.isp]\na = 1", ["'policy.isp'", "mean 'policy.ips'"]),
    "a value for a group": ("policy.ips = 3", ["policy.ips", "is a group", "policy.ips."]),
    "a table for a number": (f"[{PLACES}]\na = 1", [PLACES, "{'a': 1}", "from 0 to 1"]),
    "text for a number": (f"{PLACES} = 'many'", [PLACES, "'many'", "from 0 to 1 (share)"]),
    "a list for a number": (f"{PLACES} = [0.5]", [PLACES, "[0.5]", "from 0 to 1"]),
    "a date for a number": (f"{PLACES} = 2020-01-01", [PLACES, "from 0 to 1"]),
    "a yes for a number": (f"{PLACES} = true", [PLACES, "is true,", "from 0 to 1"]),
    "a number for a word": ("district.currency = 3", ["district.currency", "one of DKK, NOK"]),
    "an unknown word": ("district.currency = 'USD'", ["'USD'", "one of DKK, NOK"]),
    "an impossible share": (f"{PLACES} = 1.5", [PLACES, "1.5", "from 0 to 1 (share)"]),
    "a fraction of a month": ("district.months = 2.5", ["2.5", "a whole number from 0 to 600"]),
    "no number": (f"{PLACES} = nan", [PLACES, "is nan", "from 0 to 1"]),
    "infinity": ("policy.benefit.level = inf", ["policy.benefit.level", "is inf"]),
    "an endless number": (f"{PLACES} = {'9' * 5000}", ["too long a number"]),
    "an endless hexadecimal": (f"{PLACES} = 0x{'f' * 5000}", [PLACES, "too long a number"]),
    "a number beyond floats": (f"policy.benefit.level = {'9' * 400}", ["policy.benefit.level"]),
    "not TOML": ("policy = = 3", ["is not TOML at line 1, column 10"]),
    "JSON": ('{"policy": {"ips": {"places": 0.5}}}', ["is not TOML at line 1"]),
    "a number twice": ("policy.ips.places = 0.1\n" * 2, ["is not TOML at", "Cannot overwrite"]),
    "a number twice, quoted": (f'"{PLACES}" = 0.1\n{PLACES} = 0.2', [PLACES, "two values"]),
    "nothing": ("", ["is empty", 'extends = "denmark"']),
    "comments only": ("# later\n", ["is empty"]),
    "UTF-16": ("policy.ips.places = 0.5".encode("utf-16"), ["is not UTF-8 text (byte 0)"]),
    "Latin-1": ("about.title = 'Smørrebrød'".encode("latin-1"), ["is not UTF-8 text (byte 17)"]),
    "NUL bytes": (b"policy\x00 = 1", ["is not TOML at line 1"]),
    "nested brackets": (f"{PLACES} = {'[' * 5000}", ["nests too deep"]),
    "nested tables": (f"{PLACES} = {'{a=' * 5000}", ["nests too deep"]),
    "a key of a thousand parts": ("a." * 1000 + "a = 1", ["more than 100 dots"]),
    "a group of a thousand parts": ("[" + "a." * 1000 + "a]", ["more than 100 dots"]),
    "a deep but readable value": (f"{PLACES} = {'{a=' * 90}1{'}' * 90}", [PLACES, "{'a': "]),
    "about that is no table": ("about = 3", ["about", "is 3", "title, question"]),
    "about with an unknown key": ("about.titel = 'x'", ["'titel'", "mean 'title'"]),
    "about with a number": ("about.title = 3", ["about.title", "is 3", "a sentence"]),
    "extends a number": ("extends = 3", ["extends", "is 3", "a scenario's name"]),
    "extends nothing": ("extends = ''", ["extends", "is ''", "a scenario's name"]),
    "extends what is not there": ("extends = 'denmak'", ["'denmak'", "Did you mean 'denmark'?"]),
    "extends a path with a NUL": ('extends = "a\\u0000b"', ["no scenario", "a\\x00b"]),
    "extends an endless path": (f"extends = '{'x' * 5000}'", ["no scenario", "...xxx"]),
    "extends a folder": ("extends = '..'", ["is not a file"]),
    "extends itself": ("extends = 'mine.toml'", ["in a circle: 'mine.toml' -> 'mine.toml'"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_one_sentence_with_what_where_and_what_is_allowed(kind, written):
    content, expected = BAD[kind]
    sentence = sentence_about(written(content))
    assert [part for part in expected if part not in sentence] == [], sentence


@pytest.mark.parametrize("kind", [kind for kind in BAD if not kind.startswith("extends")])
def test_the_sentence_names_the_file(kind, written):
    sentence = sentence_about(written(BAD[kind][0], "which one.toml"))
    assert "which one.toml'" in sentence


def test_the_same_sentence_is_what_check_says(written):
    path = written(BAD["unknown key"][0])
    result = inroads("check", path)
    assert result.exit_code == 1
    assert result.stderr == f"{sentence_about(path)}\n"


def test_a_missing_file_is_said_to_be_missing_with_the_nearest_name(written, tmp_path):
    written("", "reform.toml")
    assert "Did you mean 'reform.toml'?" in sentence_about(tmp_path / "refrm.toml")
    assert "Did you mean 'denmark'?" in sentence_about("denmrk")


def test_a_folder_is_not_a_scenario(tmp_path):
    assert "is not a file" in sentence_about(tmp_path)


def test_a_path_that_no_system_takes_is_said_to_be_missing():
    for name in ("a\0b", "x" * 5000, "\n", ""):
        sentence_about(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_device_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert "is not a file" in sentence_about(tmp_path / "pipe.toml")
    assert "is not a file" in sentence_about(os.devnull)


def test_a_hundred_megabytes_of_noise_are_refused_without_reading_them(written):
    path = written(b"\x93\xe1" * 100)
    os.truncate(path, 100_000_000)
    assert f"larger than {LARGEST_FILE:,} bytes" in sentence_about(path)


def test_a_circle_of_scenarios_is_named_in_full(written):
    first = written("extends = 'b.toml'", "a.toml")
    written("extends = 'c.toml'", "b.toml")
    written("extends = 'a.toml'", "c.toml")
    assert "'a.toml' -> 'b.toml' -> 'c.toml' -> 'a.toml'" in sentence_about(first)


def test_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "a.toml").symlink_to(tmp_path / "b.toml")
    (tmp_path / "b.toml").symlink_to(tmp_path / "a.toml")
    sentence_about(tmp_path / "a.toml")


def test_an_endless_row_of_scenarios_is_refused(written):
    for number in range(30):
        path = written(f"extends = '{number - 1}.toml'", f"{number}.toml")
    written("extends = 'denmark'", "-1.toml")
    assert "scenarios in a row" in sentence_about(path)
    assert load(path.with_name("10.toml")).values == load("denmark").values


def test_a_file_whose_name_breaks_lines_still_gets_one_sentence(written):
    assert "a\\nb.toml" in sentence_about(written("policy.ips.plces = 0.5", "a\nb.toml"))


def test_the_first_mistake_of_a_file_is_the_one_that_is_named(written):
    parts = [
        f"[{group}]\n{name} = -1"
        for group, name in (("policy.ips", "places"), ("policy.caseload", "ordinary"), ("district", "months"))
    ]
    for first, address in enumerate((PLACES, "policy.caseload.ordinary", "district.months")):
        lines = [parts[first], *parts[:first], *parts[first + 1 :]]
        assert sentence_about(written("\n".join(lines))).startswith(address)


def test_a_sound_file_changes_what_it_says_and_nothing_else(written):
    path = written("extends = 'norway'\npolicy.ips.places = 1\n[about]\ntitle = 'More places'\n")
    scenario = load(path)
    assert scenario[PLACES] == 1.0 and isinstance(scenario[PLACES], float)
    assert load("norway").differences(scenario) == {PLACES: (load("norway")[PLACES], 1.0)}
    assert scenario.about == {**load("norway").about, "title": "More places"}
    assert good("check", path) == f"{path}: fine\n"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(written):
    assert load(written(b"\xef\xbb\xbf[policy.ips]\r\nplaces = 0.25\r\n"))[PLACES] == 0.25


def test_a_scenario_extends_a_file_beside_it_wherever_one_stands(written, monkeypatch):
    written("policy.ips.places = 0.125", "base.toml")
    path = written("extends = 'base.toml'", "top.toml")
    monkeypatch.chdir("/")
    assert load(path)[PLACES] == 0.125
