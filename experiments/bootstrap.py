"""What `make setup` and `make test` call: .venv from requirements.lock, and a browser.

Run by whatever `python3` the machine has, so it uses the standard library alone and no syntax
newer than Python 3.6: an older Python must get a sentence, not a SyntaxError.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STATE = os.path.join(VENV, "inroads.json")
LOG = os.path.join(VENV, "setup.log")

OLDEST = (3, 11)
# The versions the tests run on come first.
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = (
    "The browser tests need Chromium and none was found: install it (Debian: apt install chromium; "
    "macOS: brew install --cask chromium), or set CHROMIUM to the path of the one you have."
)

# What pip's log says -> what went wrong and what to do. The first match wins; the network comes
# last because pip may also mention a lost connection from which it recovered.
PIP_FAILURES = (
    (
        r"DO NOT MATCH THE HASHES",
        "a downloaded package differs from the one requirements.lock names; "
        "check the package index or the proxy you use",
    ),
    (r"No space left on device", "the disk is full; free about 2 GB"),
    (
        r"connection broken by|Max retries exceeded|Read timed out|ConnectionError|IncompleteRead",
        "no package index could be reached; connect to the network, "
        "or set PIP_INDEX_URL to a mirror you can reach",
    ),
    (
        r"No matching distribution found",
        "a locked package has no ready-made wheel for this system and Python; "
        "name another Python with PYTHON=",
    ),
)


class Stop(Exception):
    """Setup cannot go on; the message is the one sentence the person gets."""


def probe(python):
    """(version, path of the interpreter itself, never of a venv's copy), or None."""
    code = (
        "import sys; print('%d.%d.%d' % sys.version_info[:3]);"
        "print(getattr(sys, '_base_executable', None) or sys.executable)"
    )
    try:
        out = subprocess.check_output([python, "-c", code], stderr=subprocess.DEVNULL)
        version, path = out.decode().splitlines()
        return tuple(int(part) for part in version.split(".")), path
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def find_python(asked):
    """The first Python that is new enough: the one asked for, or else any on the PATH."""
    found = []
    for name in [asked] if asked else [sys.executable, *OTHER_PYTHONS]:
        answer = probe(name)
        if answer and answer[0][:2] >= OLDEST:
            return answer
        if answer:
            found.append("Python %s at %s" % (dotted(answer[0]), answer[1]))
    raise Stop(
        "Inroads needs Python %s or newer and found %s: install a newer one, "
        "or name one you have, as in make setup PYTHON=python3.13."
        % (dotted(OLDEST), " and ".join(found) or "no working Python as %s" % asked)
    )


def dotted(version):
    return ".".join(str(part) for part in version)


def digest(name):
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_state():
    try:
        with open(STATE) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def write_state(state):
    with open(STATE + ".new", "w") as file:
        json.dump(state, file)
    os.replace(STATE + ".new", STATE)


def setup():
    """Make .venv what requirements.lock and pyproject.toml say; do nothing if it already is."""
    asked = os.environ.get("PYTHON", "")
    state = read_state()
    # A venv holds absolute paths, so one that was moved or copied counts as missing.
    locked = {"root": ROOT, "lock": digest("requirements.lock")}
    kept = (
        os.path.exists(VENV_PYTHON)
        and all(state.get(key) == value for key, value in locked.items())
        and asked in ("", state.get("python"))
    )
    project = digest("pyproject.toml")
    if kept and state.get("project") == project:
        return

    if kept:
        locked["python"] = state["python"]
    else:
        # Begun afresh rather than mended: what an interrupted install left cannot be trusted.
        locked["python"] = asked
        version, python = find_python(asked)
        make_venv(python, version)
        print("Installing the packages of requirements.lock into .venv (a minute or two) ...")
        sys.stdout.flush()
        # Wheels only: a package that would have to be compiled should say so, not fail in a
        # page of compiler output.
        pip("--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock")
    write_state(locked)

    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    if subprocess.call([VENV_PYTHON, "-m", "sim.warm"], cwd=ROOT):
        raise Stop(
            "Setup installed everything but could not compile the model's kernels: "
            "see what python -m sim.warm printed above, then run make setup again."
        )
    write_state(dict(locked, project=project))
    print("Inroads is set up in .venv.")


def make_venv(python, version):
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian ships Python without ensurepip, and then leaves a half-made venv behind.
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
        raise Stop(
            "Python %s at %s cannot make virtual environments because its venv module is "
            "missing: install it (Debian and Ubuntu: apt install python%s-venv), "
            "then run make setup again." % (dotted(version), python, dotted(version[:2]))
        )
    made = subprocess.run(
        [python, "-I", "-m", "venv", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode:
        lines = made.stdout.decode(errors="replace").split("\n")
        reason = [line.strip() for line in lines if line.strip()][-1:] or ["no reason given"]
        raise Stop(
            "Python %s at %s could not make .venv (%s): mend that, then run make setup again."
            % (dotted(version), python, reason[0])
        )


def pip(*arguments):
    """pip install, its output kept for the log; a failure becomes one sentence."""
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    # pip's five retries make somebody without a network wait for nothing.
    environment.setdefault("PIP_RETRIES", "2")
    command = [VENV_PYTHON, "-I", "-m", "pip", "install", "--no-input"]
    with open(LOG, "wb") as log:
        code = subprocess.call(command + list(arguments), cwd=ROOT, env=environment, stdout=log, stderr=log)
    if code:
        with open(LOG, errors="replace") as file:
            raise Stop(
                "Setup stopped because %s, then run make setup again "
                "(pip's own words are in .venv/setup.log)." % explain(file.read())
            )


def explain(log):
    for pattern, sentence in PIP_FAILURES:
        if re.search(pattern, log):
            return sentence
    errors = re.findall(r"(?m)^\s*(?:ERROR|error): (.+)$", log)
    return "pip failed (%s); mend that" % (errors[-1].rstrip(".") if errors else "no reason given")


def find_chromium():
    """Path of the Chromium for the browser tests, or None."""
    for name in (os.environ.get("CHROMIUM"), *CHROMIUM_NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    return None


def get_chromium():
    """Install Chromium where that needs no question: as root on a system with apt-get."""
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests ...")
        sys.stdout.flush()
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        packages = ["chromium", "fonts-dejavu", "fonts-noto-core"]
        with open(os.path.join(VENV, "chromium.log"), "wb") as log:
            for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
                subprocess.call(["apt-get", *command], env=environment, stdout=log, stderr=log)
    if not find_chromium():
        # The tests themselves decide: skipped on somebody's machine, failed in CI.
        print(NO_CHROMIUM)


def main():
    try:
        setup()
        if "--chromium" in sys.argv[1:]:
            get_chromium()
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit("Setup was interrupted; run make setup again and it starts over cleanly.")


if __name__ == "__main__":
    main()
