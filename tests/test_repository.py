"""Claims about the repository itself: the lock, the tracked files, and the first setup."""

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = ROOT / "experiments" / "bootstrap.py"
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

ENVIRONMENTS = [
    {"python_version": short, "python_full_version": f"{short}.0", "sys_platform": platform}
    for short in ("3.11", "3.12", "3.13")
    for platform in ("linux", "darwin")
]

# Put together from pieces, or this file would find itself.
HOME_OF_SOMEBODY = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["ho" + "me/[a-z]", "Us" + "ers/[a-z]", "ro" + "ot/"]) + ")", re.I
)
REGISTRY_HOST = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("yarnpkg", "com"),
            ("deb", "debian", "org"),
            ("anaconda", "org"),
        ]
    ),
    re.I,
)


def locked():
    """(requirement, its text with the hashes) for every entry of the lock."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    return [(Requirement(entry.split(" \\\n")[0]), entry) for entry in entries]


def pinned(name, environment):
    """The versions that the lock installs of one package in one environment."""
    return [
        next(iter(requirement.specifier)).version
        for requirement, _ in locked()
        if canonical(requirement.name) == canonical(name)
        and (requirement.marker is None or requirement.marker.evaluate(environment))
    ]


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def tracked():
    """Every file git tracks."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of tracked files")
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    files = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    assert Path(__file__).resolve() in files, "the list of tracked files is not this project's"
    return files


def lines_matching(pattern, files):
    return [
        f"{file.name}:{number}: {line.strip()[:120]}"
        for file in files
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: " ".join(e.values()))
def test_the_lock_pins_each_declared_dependency_once_and_within_its_range(environment):
    declared = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert declared
    for requirement in map(Requirement, declared):
        versions = pinned(requirement.name, environment)
        assert len(versions) == 1, f"{requirement.name} is pinned to {versions}"
        assert requirement.specifier.contains(versions[0]), f"{requirement} against {versions[0]}"


def test_every_entry_of_the_lock_is_exact_and_has_a_hash():
    entries = locked()
    assert len(entries) > 50
    for requirement, text in entries:
        assert [spec.operator for spec in requirement.specifier] == ["=="], text
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", text), f"{requirement} has no hash"


def test_the_lock_holds_no_address_so_any_mirror_can_serve_it():
    assert "://" not in LOCK
    assert "index-url" not in LOCK and "find-links" not in LOCK


def test_the_lock_names_mesa_3_3_1_below_python_3_12_and_3_5_or_later_from_there():
    for environment in ENVIRONMENTS:
        (version,) = pinned("mesa", environment)
        if environment["python_version"] == "3.11":
            assert version == "3.3.1"
        else:
            assert Requirement("mesa>=3.5,<4").specifier.contains(version)


def test_the_lock_holds_networkx_without_which_mesa_from_3_5_on_cannot_be_imported():
    for environment in ENVIRONMENTS:
        assert len(pinned("networkx", environment)) == 1, environment


def test_no_tracked_file_names_the_home_folder_of_somebodys_machine():
    assert lines_matching(HOME_OF_SOMEBODY, tracked()) == []


def test_no_tracked_file_names_a_package_registrys_host():
    assert lines_matching(REGISTRY_HOST, tracked()) == []


def test_the_scan_of_tracked_files_would_see_what_it_looks_for(tmp_path):
    planted = tmp_path / "planted.txt"
    planted.write_text("\n".join(["see /ho" + "me/ann/data.csv", "from https://pypi" + ".org/x"]))
    assert len(lines_matching(HOME_OF_SOMEBODY, [planted])) == 1
    assert len(lines_matching(REGISTRY_HOST, [planted])) == 1


def test_no_tracked_file_is_larger_than_a_mebibyte():
    assert [file.name for file in tracked() if file.stat().st_size > 2**20] == []


def test_the_version_is_the_same_in_pyproject_and_citation_and_has_a_changelog_section():
    (cited,) = re.findall(r"(?m)^version: (\S+)$", (ROOT / "CITATION.cff").read_text())
    assert cited == PROJECT["version"]
    assert f"\n## {cited} " in (ROOT / "CHANGELOG.md").read_text()


def test_make_alone_lists_every_target_a_person_may_want():
    listed = subprocess.check_output(["make", "--no-print-directory"], cwd=ROOT, text=True)
    for target in ("setup", "run", "demo", "test", "bench"):
        assert re.search(rf"make {target} +\S", listed), f"{target} is not in:\n{listed}"


def test_the_ci_script_can_be_executed():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


# The first setup. Each test runs a copy of the bootstrap, so that the .venv it makes or removes is
# the copy's own and never the one the tests run in.


@pytest.fixture
def bootstrap(tmp_path):
    for name in ("experiments/bootstrap.py", "requirements.lock", "pyproject.toml"):
        target = tmp_path / "copy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)

    def run(**environment):
        return subprocess.run(
            [sys.executable, "-I", tmp_path / "copy" / "experiments" / "bootstrap.py"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def fake_python(tmp_path):
    """An executable that says it is the given Python, and fails at everything else."""

    def make(version):
        path = tmp_path / "python"
        answer = f'echo {version}; echo "$0"'
        path.write_text(f'#!/bin/sh\ncase "$2" in *version_info*) {answer} ;; *) false ;; esac\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


def one_sentence(result):
    """What was said, after checking that it is a single sentence and a failure."""
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    (sentence,) = result.stderr.splitlines()
    assert sentence.endswith(".")
    return sentence


def test_an_old_python_gets_one_sentence_that_names_it_and_the_way_out(bootstrap, fake_python):
    sentence = one_sentence(bootstrap(PYTHON=fake_python("3.8.18")))
    assert "needs Python 3.11 or newer" in sentence
    assert "found Python 3.8.18 at " in sentence
    assert "make setup PYTHON=" in sentence


def test_a_python_that_is_not_there_gets_one_sentence(bootstrap):
    sentence = one_sentence(bootstrap(PYTHON="no-such-python"))
    assert "no working Python as no-such-python" in sentence


def test_a_python_without_venv_gets_one_sentence_that_says_what_to_install(bootstrap, fake_python):
    sentence = one_sentence(bootstrap(PYTHON=fake_python("3.12.4")))
    assert "Python 3.12.4" in sentence
    assert "apt install python3.12-venv" in sentence


@pytest.mark.slow
def test_no_network_gets_one_sentence_and_the_next_setup_starts_over(bootstrap, tmp_path):
    offline = {
        "PYTHON": "",
        # Port 9 of this very machine: refused at once, with or without a network.
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_RETRIES": "1",
        "no_proxy": "127.0.0.1",
    }
    sentence = one_sentence(bootstrap(**offline))
    assert "no package index could be reached" in sentence
    assert "PIP_INDEX_URL" in sentence

    left_behind = tmp_path / "copy" / ".venv" / "left-behind"
    left_behind.touch()
    one_sentence(bootstrap(**offline))
    assert not left_behind.exists(), "a half-made environment was kept"


def test_the_bootstrap_can_be_read_by_python_3_6():
    source = BOOTSTRAP.read_text()
    ast.parse(source, feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse(source + "\n(newer := 1)\n", feature_version=(3, 6))
