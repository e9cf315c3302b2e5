"""How the tests call the command line: in this process, or in one of its own."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner

from experiments.cli import app

ROOT = Path(__file__).resolve().parent.parent
SMALL = ("--people", "80", "--months", "14", "--seeds", "3")
MORE_PLACES = ("--set", "policy.ips.places=0.9")


def inroads(*words, **options):
    """One command line, run in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], **options)


def good(*words):
    """What a command line that must work prints."""
    result = inroads(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def refused(*words, code=1):
    """The one sentence of a command line that must not work."""
    result = inroads(*words)
    assert result.exit_code == code, result.stdout + result.stderr
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert sentence[-1] in ".?", sentence
    assert "Traceback" not in sentence
    return sentence


@contextmanager
def process(*words, **options):
    """A command line in a process of its own, from this checkout; ended with the block."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    words = [sys.executable, "-m", "experiments.cli", *map(str, words)]
    # Tests that were started in the background ignore Ctrl-C, and a child would inherit that.
    options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    with subprocess.Popen(words, env=environment, **options) as child:
        try:
            yield child
        finally:
            child.kill()
