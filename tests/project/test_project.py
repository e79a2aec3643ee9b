"""The documentation agrees with the code, and the files of the project keep its rules."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from guidance.walk import questions

BASE = settings.BASE_DIR
README = (BASE / "README.md").read_text()
CONTRIBUTING = (BASE / "CONTRIBUTING.md").read_text()
DOCUMENTS = [
    path.relative_to(BASE)
    for path in [*BASE.glob("*.md"), *(BASE / "docs").rglob("*.md")]
    if path.is_file()
]
GENERATED = Path("docs/scorecard.md")
DECISIONS = sorted((BASE / "docs" / "adr").glob("*.md"))
MAX_SENTENCE_LENGTH = 200  # characters
MAX_FILE_LINES = 450


def files_in_git():
    """Return the paths of what git keeps; everything new counts too, if it is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("This is not a git checkout.")
    return [path for name in listed.stdout.split("\0") if name and (path := BASE / name).is_file()]


def text_of(path):
    """Return the text of a file; that of a picture is empty."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


# Settings


def settings_table():
    """Return {name: (default, what it does)} from the README's settings table."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", README, re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


def settings_read():
    """Return {name: default in the code, empty where it is worked out} for each setting read."""
    found = {}
    for path in (BASE / "spms_site").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name("yes_or_no") | ast.Attribute(attr="yes_or_no")):
                    default = "yes" if len(node.args) > 1 and node.args[1].value else "no"
                    found[node.args[0].value] = default
                case ast.Call(func=ast.Attribute(value=ast.Name("dj_database_url"), attr="config")):
                    found["DATABASE_URL"] = ""
                case ast.Call(func=ast.Attribute(attr="get", value=ast.Attribute(attr="environ"))):
                    if isinstance(node.args[0], ast.Constant):
                        default = node.args[1].value if len(node.args) > 1 else ""
                        found.setdefault(node.args[0].value, default)
                case ast.BoolOp(
                    values=[ast.Call(args=[ast.Constant(name)]), ast.Constant(default)]
                ):
                    found[name] = default
    return found


def test_the_readme_lists_the_settings_that_are_read():
    assert settings_table().keys() == settings_read().keys()


def test_the_readme_gives_the_default_of_every_setting():
    given = {name: default for name, (default, _) in settings_table().items()}
    plain = {name: f"`{default}`" for name, default in settings_read().items() if default}
    assert {name: given[name] for name in plain} == plain


# Commands


@pytest.mark.parametrize(
    "command", sorted(name for name, app in get_commands().items() if app == "guidance")
)
def test_every_command_of_ours_is_documented(command):
    assert f"`{command}`" in CONTRIBUTING + README or f"manage.py {command}" in README


def targets():
    lines = re.findall(r"^\.PHONY: (.+)$", (BASE / "Makefile").read_text(), re.MULTILINE)
    return " ".join(lines).split()


def test_the_documented_targets_of_make_are_those_of_the_makefile():
    documented = set(re.findall(r"(?:`|^    )make ([\w-]+)", README + CONTRIBUTING, re.MULTILINE))
    assert documented == set(targets())


def test_continuous_integration_runs_the_documented_targets():
    run = (BASE / ".ci" / "run").read_text()
    asked = set(re.findall(r"^make ([\w-]+)$", run, re.MULTILINE))
    assert asked == {"test", "test-postgres", "check", "check-editor"}


# Decisions and links


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_is_linked_from_contributing_under_its_own_title(path):
    title = path.read_text().splitlines()[0].removeprefix("# ")
    assert f"[{title}](docs/adr/{path.name})" in CONTRIBUTING


def test_every_decision_that_a_file_names_exists():
    numbers = {path.name[:4] for path in DECISIONS}
    for path in files_in_git():
        named = re.findall(r"\bADR (\d{4})\b|docs/adr/(\d{4})", text_of(path))
        assert {first or second for first, second in named} <= numbers, path


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_of_a_document_to_a_file_leads_to_a_file(document):
    links = re.findall(r"\]\(([^)#\s]+)", (BASE / document).read_text())
    files = [link for link in links if not re.match(r"[a-z]+:|/", link)]
    assert [link for link in files if not (BASE / document).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_file_that_a_document_names_exists(document):
    named = re.findall(
        r"`((?:guidance|spms_site|templates|static|tests|docs)/[\w./-]+)`",
        (BASE / document).read_text(),
    )
    assert [name for name in named if not (BASE / name).exists()] == []


# Files and folders that the documentation for engineers names

ROOTS = [BASE, BASE / "guidance", BASE / "spms_site", BASE / "tests"]
"""Where the paths in these documents begin."""
FILE_OR_FOLDER = re.compile(r"`(\w[\w./-]*(?:/|\.(?:conf|css|html|md|py|svg|toml|txt|typ)))`")
FOR_ENGINEERS = [
    BASE / "CONTRIBUTING.md",
    *sorted((BASE / "docs" / "tasks").glob("*.md")),
    *DECISIONS,
]


def paths_in_tree(picture):
    """Return the paths in a picture of the files.

    A line holds one name and what it is, or several names. Two more spaces at its start mean that
    it is in the folder above. Names without a dot or a slash are those of the build.
    """
    paths = []
    folders = [""]
    for line in picture.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        for name in re.split(r"\s{2,}", line.strip()):
            if name not in ("Makefile", "Procfile") and not re.fullmatch(r"[\w-]*[./][\w.]*", name):
                break
            paths.append(folders[depth] + name)
            if name.endswith("/"):
                folders[depth + 1 :] = [folders[depth] + name]
    return paths


def test_paths_are_read_from_a_picture_of_the_files():
    picture = "Makefile  a.py\nb/        what it is\n  c/      words\n    d.py\n  e.py  f.py\ng/"
    assert paths_in_tree(picture) == [
        *("Makefile", "a.py", "b/", "b/c/", "b/c/d.py", "b/e.py", "b/f.py", "g/")
    ]


def test_every_file_and_folder_of_the_picture_exists():
    picture = re.search(r"## The files\n\n```\n(.*?)\n```", CONTRIBUTING, re.DOTALL)[1]
    paths = paths_in_tree(picture)
    assert paths
    assert [path for path in paths if not (BASE / path).exists()] == []


@pytest.mark.parametrize("document", FOR_ENGINEERS, ids=lambda path: path.stem)
def test_every_path_in_a_document_for_engineers_exists(document):
    names = {path.name for path in files_in_git()}
    missing = [
        path
        for path in FILE_OR_FOLDER.findall(document.read_text())
        if path not in names and not any((root / path).exists() for root in ROOTS)
    ]
    assert missing == []


# Sizes


def test_no_file_of_code_or_of_tests_is_too_long():
    lines = {
        str(path.relative_to(BASE)): len(path.read_text().splitlines())
        for path in files_in_git()
        if path.suffix == ".py"
    }
    assert len(lines) > 300
    assert {name: many for name, many in lines.items() if many > MAX_FILE_LINES} == {}


# Sentences


def long_lines(markdown):
    """Return {number: length} of the lines over ``MAX_SENTENCE_LENGTH`` characters.

    Tables, code blocks and the addresses of links do not count.
    """
    lengths = {}
    in_code = False
    for number, line in enumerate(markdown.splitlines(), start=1):
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and not line.startswith(("|", "    ")):
            lengths[number] = len(re.sub(r"\]\([^)]*\)", "]", line))
    return {number: length for number, length in lengths.items() if length > MAX_SENTENCE_LENGTH}


def test_long_lines_are_found_outside_of_tables_code_and_addresses():
    long = "x" * 201
    fenced = f"```\n{long}\n```"
    assert long_lines(f"{long}\n| {long} |\n\n    {long}\n{fenced}\n- {long}") == {1: 201, 8: 203}
    assert long_lines(f"[a link](https://example.org/{long})") == {}


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path != GENERATED], ids=str)
def test_no_line_of_a_document_is_longer_than_a_sentence(document):
    assert long_lines((BASE / document).read_text()) == {}


def test_the_picture_of_the_walk_matches_its_table():
    assert questions.mermaid().strip() in CONTRIBUTING


# Requirements


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_requirement_is_pinned_and_says_why_it_is_there(name):
    for line in (BASE / name).read_text().splitlines():
        if not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\d.]+ +# \S.{9,}", line), line


def locked(name):
    """Return {package in lower case: (version, number of hashes)} of a lock file.

    Every line must be a comment, a pinned package or a hash of the package above it.
    """
    packages, package = {}, None
    for line in (BASE / name).read_text().splitlines():
        if package and re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line):
            version, hashes = packages[package]
            packages[package] = (version, hashes + 1)
        elif pinned := re.fullmatch(r"([a-z0-9-]+)==([\w.]+)( ; [^\\]+)? \\", line):
            package = pinned[1]
            packages[package] = (pinned[2], 0)
        else:
            assert re.match(r" *#", line), f"{name}: {line}"
    return packages


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(name):
    packages = locked(name)
    assert packages
    assert [package for package, (_, hashes) in packages.items() if not hashes] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_each_direct_requirement_in_its_version(name):
    packages = locked(f"{name}.txt")
    direct = re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", (BASE / f"{name}.in").read_text(), re.M)
    wanted = {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in direct}
    assert {package: packages[package][0] for package in wanted} == wanted


def test_tests_run_with_the_packages_of_the_site():
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


# Nobody's own machine


def test_no_file_names_a_developers_machine_or_a_registry():
    machine = re.compile(r"(?<![\w.])/(?:home|Users|work|root)/\w|\b[A-Z]:\\\w")
    registry = re.compile(
        r"index-[u]rl|find-[l]inks|trusted-[h]ost|python[h]osted|/[s]imple\b|registry\.[n]pmjs"
    )  # the brackets keep this line from finding itself
    found = [
        f"{path.relative_to(BASE)}: {match[0]}"
        for path in files_in_git()
        for pattern in (machine, registry)
        for match in pattern.finditer(text_of(path))
    ]
    assert found == []
