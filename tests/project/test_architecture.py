"""The layers of the packages, and what modules and templates of each must not contain."""

import ast
import re
import tomllib
from pathlib import Path

import crispy_forms
import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Lexer, TokenType

BASE = settings.BASE_DIR
TEMPLATES = BASE / "templates"
MAX_FUNCTION_LINES = 23  # about twenty, and what a page's context needs

LAYERS = (
    {"pages"},
    {"search"},
    {"walk"},
    {"handout"},
    {"quality"},
    {"models"},
    {"editorial"},
    {"content", "delivery"},
    {"views", "admin"},
    {"urls", "templatetags", "backups", "checks"},
    {"management", "apps"},
)
"""The packages and modules of ``guidance``, lowest first: each may import from those below it."""

PURE_PACKAGES = ("pages", "search", "walk", "handout", "quality")
NOT_PURE = (
    "guidance.walk.cookie",  # signs with the site's key
    "guidance.walk.forms",
    "guidance.walk.shipped",  # reads the content file with the words of the walk
    "guidance.pages.forms",
    "guidance.handout.forms",
    "guidance.handout.pdf.render",  # starts the process that makes PDFs
    "guidance.handout.pdf.worker",
)
"""Modules of the pure packages that may use Django, the clock or files."""

OUTSIDE_WORLD = {
    *("asyncio", "builtins", "glob", "http", "importlib", "io", "logging", "os", "pathlib"),
    *("random", "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile"),
    *("threading", "time", "urllib", "uuid", "zoneinfo"),
}


def name_of(path):
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


FILES = {
    name_of(path): path for top in ("guidance", "spms_site") for path in (BASE / top).rglob("*.py")
}
TREES = {name: ast.parse(path.read_text()) for name, path in FILES.items()}
FORMS_AND_VIEWS = [
    name for name in FILES if re.match(r"guidance\.(views\.|(walk|pages|handout)\.forms$)", name)
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
PURE = [
    name
    for name in FILES
    if name.split(".")[1:2] and name.split(".")[1] in PURE_PACKAGES and name not in NOT_PURE
]


def imports(module):
    """Return the modules that ``module`` imports, those inside functions too."""
    found = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & set(FILES) or {node.module}
    return found


def part(module):
    """Return the name of the package or module of ``guidance`` that ``module`` belongs to."""
    return module.split(".")[1] if module.startswith("guidance.") else None


# Who imports what


def test_each_module_imports_from_its_own_package_and_from_layers_below():
    refused = {
        (module, imported)
        for module in FILES
        if part(module) in LAYER
        for imported in imports(module)
        if part(imported) in LAYER and part(imported) != part(module)
        if LAYER[part(imported)] >= LAYER[part(module)]
    }
    assert refused == set()


def test_each_part_of_the_app_has_a_layer():
    assert {part(module) for module in FILES if part(module)} - {"migrations"} == set(LAYER)


def test_the_models_import_no_other_part_of_the_app():
    allowed = {
        "guidance.pages.choices",
        "guidance.pages.citations",
        "guidance.pages.text_input",
    }
    imported = set().union(*(imports(module) for module in FILES if part(module) == "models"))
    assert {name for name in imported if part(name) not in (None, "models")} <= allowed


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_uses_no_django_no_clock_and_no_files(module):
    tops = {name.partition(".")[0] for name in imports(module)}
    assert tops.isdisjoint(OUTSIDE_WORLD | {"django"})
    calls = [node.func for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)]
    names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
    assert names.isdisjoint({"now", "today", "utcnow", "open", "print", "input"})


def test_the_pure_modules_are_typed_strictly_and_covered_in_full():
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    packages = {f"guidance.{package}" for package in PURE_PACKAGES}
    *_, strict, lenient = project["tool"]["mypy"]["overrides"]
    assert set(strict["module"]) == {f"{package}.*" for package in packages}
    assert set(lenient["module"]) == set(NOT_PURE)
    omitted = {
        path.removesuffix(".py").replace("/", ".")
        for path in project["tool"]["coverage"]["run"]["omit"]
    }
    assert omitted == set(NOT_PURE)
    listed = re.search(r"^PURE := (.*)", (BASE / "Makefile").read_text(), re.MULTILINE)
    assert set(listed[1].split()) == packages


def test_the_environment_is_read_in_one_place():
    readers = {
        module
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"spms_site.environment", "spms_site.wsgi"}


# What must not stand where


@pytest.mark.parametrize("module", FORMS_AND_VIEWS)
def test_views_and_forms_query_nothing(module):
    used = {node.attr for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute)}
    assert used.isdisjoint({"objects", "_default_manager", "_base_manager", "filter", "raw"})


def length(function):
    """Return how many lines a function has from its ``def`` on, less its docstring."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function):
        lines -= first.end_lineno - first.lineno + 1
    return lines


@pytest.mark.parametrize("module", [name for name in FORMS_AND_VIEWS if not name.endswith("forms")])
def test_a_view_is_short_enough_to_be_read_at_a_glance(module):
    functions = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.FunctionDef)]
    assert [
        f"{one.name}: {length(one)}" for one in functions if length(one) > MAX_FUNCTION_LINES
    ] == []


def test_no_module_has_a_vague_name():
    words = {word for module in FILES for word in re.split(r"[._]", module)}
    vague = {"util", "helper", "service", "manager"}
    assert words.isdisjoint(vague | {f"{word}s" for word in vague})


# Templates

NAMES = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file()}


def contents(name, kind):
    """Return what stands in the tags, or in the variables, of a template."""
    tokens = Lexer((TEMPLATES / name).read_text()).tokenize()
    return [token.contents for token in tokens if token.token_type is kind]


def names_in(name):
    """Return the templates and icons that a template names in its tags."""
    tags = contents(name, TokenType.BLOCK)
    named = {found for tag in tags for found in re.findall(r"""["']([\w/]+\.html)["']""", tag)}
    return named | {f"icons/{found}.svg" for found in re.findall(r'icon "([\w-]+)"', str(tags))}


def names_in_code():
    """Return the templates that Python names, ours and the pack that crispy asks for."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in Path(crispy_forms.__file__).parent.rglob("*.py"):
        for asked in re.findall(r"[\"']%s/([\w/]+\.html)", path.read_text()):
            yield f"{settings.CRISPY_TEMPLATE_PACK}/{asked}"


def in_place_of_another_packages(name):
    """Return whether Django or a package finds this template by a name of its own."""
    of_the_admin = name.replace("admin/guidance/", "admin/")
    return any(
        (folder / name).exists() or (folder / of_the_admin).exists()
        for folder in map(Path, engines["django"].template_dirs)
        if folder != TEMPLATES
    )


def test_every_template_is_shown_somewhere():
    used = set(filter(in_place_of_another_packages, NAMES)) | (NAMES & set(names_in_code()))
    while more := {inner for name in used for inner in names_in(name)} & NAMES - used:
        used |= more
    assert NAMES - used == set()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_template_compiles_and_uses_each_library_that_it_loads(name):
    engine = engines["django"].engine
    engine.get_template(name)
    tags = [tag.split() for tag in contents(name, TokenType.BLOCK)]
    variables = contents(name, TokenType.VAR)
    filters = set(re.findall(r"\|(\w+)", " ".join([*variables, *map(" ".join, tags)])))
    used = filters | {tag for tag, *_ in tags}
    loaded = [library for tag, *libraries in tags if tag == "load" for library in libraries]
    known = {library: engine.template_libraries[library] for library in loaded}
    idle = [name for name, one in known.items() if used.isdisjoint({*one.tags, *one.filters})]
    assert idle == []
