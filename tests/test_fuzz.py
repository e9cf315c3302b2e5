"""Claims about anything at all: whatever is in a file or on the command line, nobody sees a
traceback, the exit code is 0, 1 or 2, and what is wrong is one line.

INROADS_FUZZ=20 tries twenty times as many inputs, and other ones every time.
"""

import json
import math
import os
import re
import string

import pytest
from commandline import inroads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import plan
from sim.errors import InputError
from sim.scenario import declarations, load, shipped
from sim.schema import schema

TIMES = int(os.environ.get("INROADS_FUZZ", "1"))
ADDRESSES = list(declarations())
TEXTS = [path.read_bytes() for path in shipped().values()]
COMMANDS = ["run", "compare", "levers", "phases", "check", "schema", "scenarios"]


def tries(count):
    """Settings for so many inputs: the same ones every time, unless more are asked for."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A file name that every input of a test is written to."""
    return tmp_path_factory.mktemp("fuzz") / "fuzz.toml"


def load_or_one_line(path, content):
    """The scenario in a file with this content, or None after checking the complaint."""
    path.write_bytes(content)
    try:
        return load(path)
    except InputError as error:
        sentence = str(error)
        assert len(sentence.splitlines()) == 1 and sentence.isprintable(), sentence
        assert len(sentence) < 600 and sentence[-1] in ".?", sentence
        return None


def ends_well(*words):
    """Run a command line; no traceback, exit code 0, 1 or 2, one line where it is not 0."""
    result = inroads(*words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1, 2), (words, result.stderr)
    assert "Traceback" not in result.stderr + result.stdout
    if result.exit_code:
        lines = result.stderr.splitlines()
        assert len(lines) == 1 or (words[0] == "check" and len(lines) <= len(words))
        assert all(line.isprintable() and line[-1] in ".?" for line in lines), result.stderr
    else:
        assert result.stderr == ""
    return result


# Files


@given(content=st.binary(max_size=300))
@tries(1000)
def test_any_bytes_are_a_scenario_or_one_sentence(content, place):
    load_or_one_line(place, content)


PIECES = [b"[", b"]", b"=", b".", b"\n", b'"', b"'", b"{", b"}", b"#", b",", b"\\", b"\x00",
          b"\xff", b"nan", b"true", b"0x", b"-", b"1e999", b"[[", b'"""', b"extends", b"about",
          b"policy.", b"2020-01-01", b"\r", b"\xef\xbb\xbf", b"9" * 30]  # fmt: skip


@given(data=st.data())
@tries(1500)
def test_a_sound_file_with_mistakes_is_a_scenario_or_one_sentence(data, place):
    text = bytearray(data.draw(st.sampled_from(TEXTS)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        new = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        text[start : start + length] = new
    load_or_one_line(place, bytes(text))


names = st.sampled_from(sorted({part for address in ADDRESSES for part in address.split(".")})) | st.text(
    string.ascii_letters + string.digits + "_-. é\n\"'", max_size=8
)
plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
    | st.integers(0, 10**400) | st.sampled_from(["denmark", "norway", "fuzz.toml", ".", "DKK"])
)  # fmt: skip
tables = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def toml(value):
    """A value written as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(k))} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else f"{'-' if value < 0 else ''}inf"
    if value is None:
        return "1979-05-27"
    if isinstance(value, str):  # JSON escapes as TOML does, but for this one and lone halves
        return json.dumps(value).replace("\x7f", "\\u007f")
    return json.dumps(value)


@given(
    content=st.dictionaries(
        st.sampled_from(["extends", "about", "policy", "world", "district", *ADDRESSES[:40]])
        | names,
        tables, max_size=4,
    )
)  # fmt: skip
@tries(1200)
def test_any_nested_tables_are_a_scenario_or_one_sentence(content, place):
    lines = [f"{toml(key)} = {toml(value)}" for key, value in content.items()]
    load_or_one_line(place, "\n".join(lines).encode("utf-8", "surrogatepass"))


@given(changes=st.dictionaries(st.sampled_from(ADDRESSES), plain | tables, min_size=1, max_size=5))
@tries(1000)
def test_any_values_of_known_addresses_are_accepted_in_bounds_or_refused_by_name(changes, place):
    lines = [f"{address} = {toml(value)}" for address, value in changes.items()]
    scenario = load_or_one_line(place, "\n".join(lines).encode("utf-8", "surrogatepass"))
    if scenario is not None:
        for address in changes:
            unit = declarations()[address].parameter.unit
            if unit.kind == "number":
                assert unit.low <= scenario[address] <= unit.high


@given(data=st.data())
@tries(300)
def test_a_file_made_from_the_schema_is_a_scenario(data, place):
    """The other half: what the schema allows is never refused."""
    lines = []
    for address in data.draw(st.lists(st.sampled_from(ADDRESSES), unique=True, max_size=8)):
        node = schema_of(address)
        if "enum" in node:
            value = data.draw(st.sampled_from(node["enum"]))
        elif "pattern" in node:
            words = data.draw(st.lists(st.sampled_from(plan.names()), unique=True, max_size=9))
            value = data.draw(st.sampled_from([" > ", " + "])).join(words)
            assert re.fullmatch(node["pattern"], value)
        elif node["type"] == "boolean":
            value = data.draw(st.booleans())
        elif node["type"] == "integer":
            value = data.draw(st.integers(node["minimum"], int(node["maximum"])))
        else:
            value = data.draw(st.floats(node.get("minimum"), node.get("maximum"),
                                        allow_infinity=False, allow_nan=False))  # fmt: skip
        lines.append(f"{address} = {toml(value)}")
    scenario = load_or_one_line(place, "\n".join(["extends = 'norway'", *lines]).encode())
    assert scenario is not None


SCHEMA = schema()


def schema_of(address):
    """What the schema says of an address."""
    node = SCHEMA
    for part in address.split("."):
        node = node["properties"][part]
    return node


# Command lines

TINY = ("--people", "5", "--months", "1", "--seeds", "1")
values = (
    st.text(max_size=20) | tables.map(toml)
    | st.text("0123456789.-+e_xinfa[]{}'\" ", max_size=9)
)  # fmt: skip
changes = st.text(max_size=30) | st.builds(
    lambda address, value: f"{address}={value}",
    st.sampled_from(ADDRESSES) | st.text(max_size=20),
    values,
)


@given(words=st.lists(changes, min_size=1, max_size=3))
@tries(500)
def test_any_set_ends_well(words, place):
    said = [word for change in words for word in ("--set", change)]
    ends_well("run", "denmark", *said, *TINY, "--quiet")


OPTIONS = ["--set", "--with", "--months", "--people", "--seeds", "--seed", "--json", "--quiet",
           "--all", "--out", "--help", "--version", "-q", "-h", "--port", "--", "-", "--no", "-x",
           "--seeds=2", "--set=policy.ips.places=0.5"]  # fmt: skip
word = (
    st.sampled_from(OPTIONS) | st.sampled_from(COMMANDS) | st.sampled_from(["denmark", "norway"])
    | st.sampled_from(["0", "1", "3", "-1", "1e9", "x", "policy.ips.places=0.5", "fuzz.toml"])
    | changes | st.text(max_size=12)
    | st.text(st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF), max_size=2)  # bad bytes
).filter(lambda text: "/" not in text and ".." not in text)  # --out stays where it is  # fmt: skip


@given(command=st.sampled_from(COMMANDS) | st.just(""), words=st.lists(word, max_size=6))
@tries(1000)
def test_any_command_line_ends_well(command, words, place, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(place.parent)
    words = [command, *words] if command else words
    if words and words[0] in ("run", "compare"):
        words += TINY  # of an option given twice the last counts
    if words:
        ends_well(*words)


def test_the_check_of_how_it_ends_would_see_a_traceback(monkeypatch):
    from experiments import listings

    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr(listings, "phases", broken)
    with pytest.raises(AssertionError):
        ends_well("phases")
    monkeypatch.setattr(listings, "phases", lambda: print("fine"))
    ends_well("phases")


def test_the_check_of_files_would_see_another_kind_of_error(place, monkeypatch):
    from sim import scenario

    monkeypatch.setattr(scenario, "read_toml", lambda path: {"policy": {"ips": object}["no"]})
    with pytest.raises(KeyError):
        load_or_one_line(place, b"")
