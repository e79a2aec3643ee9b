"""The rooms of the house: which module may import what, and what must not stand in which.

The table is that of CONTRIBUTING.md. A module without a room fails; so does a room without one.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import crispy_forms
import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Lexer, TokenType

BASE = settings.BASE_DIR
TEMPLATES = BASE / "templates"
MOST_LINES = 23  # about twenty, and what a page's context needs
ALL = None


@dataclass(frozen=True)
class Room:
    """What modules may import besides the standard library.

    ``ours`` is {module: names that may be taken from it, or ALL}, ``others`` are dotted names from
    other packages. A room is a module, or a package with all in it that has no room of its own.
    """

    ours: dict[str, str | None]
    others: str = ""


PURE = (
    "guidance.flow",
    "guidance.citations",
    "guidance.wording",  # below citations: the walk's words cite sources too
    "guidance.text",  # the text subset, which both pages and the admin need
    "guidance.readability",
    "guidance.pages",
    "guidance.guide",
    "guidance.differences",  # what reads differently on two pages
    "guidance.claims",  # what a page says, sentence by sentence
    "guidance.compare",  # treatments side by side, in the words that the handout uses too
    "guidance.monitoring",  # when which check of a treatment comes
    "guidance.codes",  # the check code of a sheet
    "guidance.glyphs",  # the characters that the PDF can show
    "guidance.text_input",  # what staff type, cleaned, and what of it cannot be kept
    "guidance.drawings",  # numbers as pictures, for pages and for the PDF
    "guidance.handout",
    "guidance.sheet",  # the handout laid out, for the print page and for the PDF
    "guidance.since",  # what changed since a sheet was printed
    "guidance.ledger",  # claims beside their sources, for staff and for the scorecard
    "guidance.rules",  # what content must keep, for the command and for staff
    "guidance.decision_aid",  # how the guide does by IPDAS
    "guidance.plain_language",  # and by PEMAT-P and the CDC Index
    "guidance.scorecard",  # both, with grades and sources, as one text
)
"""No Django, no clock, no I/O; each may import those above it."""

OUTSIDE_WORLD = {
    *("asyncio", "builtins", "glob", "http", "importlib", "io", "logging", "os", "pathlib"),
    *("random", "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile"),
    *("threading", "time", "urllib", "uuid", "zoneinfo"),
}

VIEWS = Room(
    {
        "guidance.views": ALL,
        "guidance.forms": ALL,
        "guidance.answers": ALL,
        "guidance.flow": ALL,
        "guidance.wording": ALL,
        "guidance.guide": ALL,
        "guidance.compare": ALL,
        "guidance.handout": ALL,
        "guidance.sheet": ALL,
        "guidance.codes": ALL,
        "guidance.since": ALL,
        "guidance.pdf": ALL,
        "guidance.work_limit": ALL,
        "guidance.publishing": (
            "COPY EditionUnavailable NoEdition NoSuchEdition current_guide guide_numbered health "
            "health_in_memory recent_editions"
        ),
        "guidance.delivery": "published reads",  # marks what is the same for everybody
        "guidance.pages": "Composer HelpLevel Section",  # to number citations anew in a list
    },
    "django.conf django.core.exceptions django.http django.shortcuts django.template.response "
    "django.urls django.utils django.views",
)

ROOMS = {
    **{
        module: Room(dict.fromkeys(PURE[:place], ALL), "msgspec markdown_it")
        for place, module in enumerate(PURE)
    },
    "guidance": Room({}),
    "guidance.apps": Room(
        {"guidance.editorial": ALL, "guidance.freezing": ALL},  # drafts in review are kept
        "django.apps django.db.models.signals",
    ),
    "guidance.answers": Room({}, "django.conf django.core.signing"),
    "guidance.models": Room(
        {"guidance.models": ALL, "guidance.citations": ALL, "guidance.text_input": ALL},
        "django.db django.core django.conf django.forms django.urls",  # each row knows its page
    ),
    "guidance.migrations": Room(
        {"guidance.models": ALL, "guidance.migrations._roles": "rights_on"}, "django"
    ),
    "guidance.freezing": Room(
        {
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.citations": ALL,
            "guidance.wording": ALL,  # refuses to freeze when the walk cites a source that is gone
            "guidance.monitoring": "BEFORE LATER when",  # the order in which a page shows checks
        },
        "django.contrib.contenttypes django.db",
    ),
    "guidance.editions": Room(
        {"guidance.models": ALL, "guidance.pages": ALL, "guidance.guide": ALL}, "django.utils"
    ),
    "guidance.edition_copy": Room(
        {"guidance.editions": "StoredEdition"}, "django.conf django.utils msgspec"
    ),
    "guidance.serving": Room(
        {
            "guidance.editions": ALL,
            "guidance.edition_copy": ALL,
            "guidance.models": ALL,
            "guidance.guide": ALL,
            "spms_site.databases": "limit_waits",
        },
        "django.db",
    ),
    "guidance.publishing": Room(
        {
            "guidance.serving": ALL,
            "guidance.editions": ALL,
            "guidance.freezing": ALL,
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.differences": ALL,  # whether a draft says what was signed
            "guidance.guide": ALL,
            "guidance.handout": "missing_levels",  # no edition without them
        },
        "django.db django.utils msgspec",
    ),
    "guidance.page_states": Room(
        {
            "guidance.freezing": ALL,
            "guidance.publishing": ALL,
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.differences": ALL,
        },
    ),
    "guidance.authors": Room(
        {
            "guidance.freezing": ALL,
            "guidance.publishing": ALL,
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.differences": ALL,
        },
        "django.contrib msgspec",
    ),
    "guidance.editorial": Room(
        {
            "guidance.authors": ALL,
            "guidance.handout": "missing_levels",
            "guidance.freezing": ALL,
            "guidance.publishing": ALL,
            "guidance.page_states": ALL,
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.guide": ALL,
            "guidance.differences": ALL,
            "guidance.rules": ALL,  # a draft that breaks one is not submitted
            "guidance.text_input": ALL,  # nor a name that no PDF can show
        },
        "django.conf django.contrib django.core django.db django.utils msgspec",
    ),
    "guidance.staff_home": Room(
        {"guidance.models": ALL, "guidance.publishing": "NoEdition current_guide"},
        "django.conf django.contrib.admin django.core.exceptions django.db django.http "
        "django.shortcuts django.utils",
    ),
    "guidance.seed": Room(
        {
            "guidance.models": ALL,
            "guidance.pages": ALL,
            "guidance.guide": ALL,
            "guidance.citations": ALL,
        },
        "django.core django.db msgspec",
    ),
    "guidance.dump": Room(
        {
            "guidance.seed": ALL,
            "guidance.models": "SideEffect Source",  # Source: words for kinds to kinds
            "guidance.freezing": "drafts_behind",  # the draft that a version is put back into
            "guidance.claims": "LABELS",  # what parts of a page are called
        },
        "django.db msgspec tomli_w",
    ),
    "guidance.backups": Room(
        {
            "guidance.publishing": ALL,
            "guidance.views.addresses": "address",  # whose pages are compared
            "spms_site.environment": ALL,  # for the programs that it starts
        },
        "django",
    ),
    "guidance.delivery": Room(
        {
            "guidance.publishing": ALL,  # which edition is public
            "guidance.negotiation": ALL,
            "guidance.guide": "CannotShow",  # what a page raises that cannot be read
        },
        "django.http django.template.response django.urls django.utils brotli",
    ),
    "guidance.negotiation": Room({}, "django.utils"),
    "guidance.pdf": Room(
        dict.fromkeys(
            (f"guidance.{name}" for name in ("drawings", "glyphs", "pages", "sheet", "text")), ALL
        ),
        "segno",
    ),
    "guidance.typesetter": Room({}, "pikepdf typst"),  # a program of its own, started by pdf
    "guidance.work_limit": Room({}),
    "guidance.forms": Room(
        {
            "guidance.flow": ALL,
            "guidance.wording": ALL,
            "guidance.guide": ALL,
            "guidance.compare": ALL,
            "guidance.handout": ALL,
            "guidance.codes": ALL,
            "guidance.glyphs": ALL,
        },
        "django.forms crispy_forms",
    ),
    "guidance.views": VIEWS,
    "guidance.views.errors": Room(
        VIEWS.ours,
        f"{VIEWS.others} django.db.InterfaceError django.db.InternalError "
        "django.db.OperationalError",
    ),
    "guidance.views.machines": Room(
        {**VIEWS.ours, "guidance.text_input": "for_xml"},
        f"{VIEWS.others} django.contrib.staticfiles.storage",  # whether they were collected
    ),
    "guidance.views.handout": Room(VIEWS.ours, f"{VIEWS.others} django.db.DatabaseError"),
    "guidance.views.preview": Room(
        {
            **VIEWS.ours,
            "guidance.freezing": "CannotFreeze NoSuchDraft find_draft",
            "guidance.publishing": "guide_with preview_guide",
            "guidance.editorial": "submission_behind version_page",
        },
        f"{VIEWS.others} django.contrib.auth.decorators",
    ),
    "guidance.urls": Room({"guidance.views": ALL}, "django.urls"),
    "guidance.templatetags": Room(
        {"guidance.views.addresses": ALL, **dict.fromkeys(PURE, ALL)},
        "django.template django.urls django.utils",
    ),
    "guidance.admin": Room(
        {
            "guidance.admin": ALL,
            "guidance.models": ALL,
            "guidance.freezing": ALL,
            "guidance.publishing": ALL,
            "guidance.page_states": ALL,
            "guidance.editorial": ALL,
            "guidance.dump": ALL,  # a version back into its draft
            "guidance.seed": ALL,
            "guidance.pages": ALL,
            "guidance.differences": ALL,  # what a reviewer looks at
            "guidance.guide": ALL,  # the drafts as a guide, whose claims the ledger lists
            "guidance.handout": "URGENT",  # get-help levels that must stay
            "guidance.ledger": ALL,
            "guidance.readability": ALL,
            "guidance.rules": ALL,  # what there is to say about the page of a form
            "guidance.text": ALL,  # the words whose reading grade is shown
            "guidance.text_input": ALL,  # how what is typed is cleaned
        },
        "django",
    ),
    "guidance.management": Room(
        {
            "guidance.freezing": ALL,
            "guidance.editions": ALL,  # what this release can read of them
            "guidance.publishing": ALL,
            "guidance.page_states": ALL,
            "guidance.editorial": ALL,
            "guidance.seed": ALL,
            "guidance.dump": ALL,
            "guidance.backups": ALL,
            "guidance.guide": ALL,  # the drafts as a guide, which the rules look at
            "guidance.rules": ALL,
            "guidance.scorecard": ALL,
        },
        "django",
    ),
    "spms_site": Room(
        {
            "spms_site": ALL,
            "guidance.negotiation": ALL,
            "guidance.views.errors": "bad_request",  # said before any view is asked
            "guidance.views.machines": "HEALTH_PATHS",
        },
        "django dj_database_url whitenoise",
    ),
    "spms_site.wsgi": Room(
        {"guidance.serving": ALL, "spms_site.encodings": ALL}, "django.conf django.core.wsgi"
    ),
    "spms_site.databases": Room({"spms_site.databases": ALL}, "django.db psycopg"),
    "spms_site.sign_in": Room(
        {
            "spms_site.sign_in": ALL,
            "guidance.views.errors": "STAFF_PAGES signed_out too_busy",
            "guidance.work_limit": ALL,
        },
        "django django_otp axes segno crispy_forms",
    ),
}


def name_of(path):
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


FILES = {
    name_of(path): path for top in ("guidance", "spms_site") for path in (BASE / top).rglob("*.py")
}
TREES = {name: ast.parse(path.read_text()) for name, path in FILES.items()}
DRAWING = [name for name in FILES if re.match(r"guidance\.(views|forms)\b", name)]


def room_of(module):
    """Return the name of the innermost room of a module, or None.

    The package ``guidance`` itself is no room for what lies in it.
    """
    while module and module not in ROOMS:
        module = module.rpartition(".")[0]
        if module == "guidance":
            return None
    return module or None


def imports(tree):
    """Yield (module, name or None) for each import, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner, None) if inner in FILES else (node.module, alias.name)


def within(name, tops):
    return any(name == top or name.startswith(f"{top}.") for top in tops)


def may_import(room, module, name):
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return True
    if top not in ("guidance", "spms_site"):
        return within(f"{module}.{name}" if name else module, room.others.split())
    found = next((mine for mine in room.ours if within(module, [mine])), None)
    return found is not None and (room.ours[found] is ALL or name in room.ours[found].split())


# Who imports what


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_module_has_a_room_and_imports_only_what_may_come_in(module):
    assert room_of(module), f"{module} has no room. Give it one in this table and CONTRIBUTING.md."
    room = ROOMS[room_of(module)]
    refused = [
        " ".join(filter(None, found))
        for found in imports(TREES[module])
        if not may_import(room, *found)
    ]
    assert refused == []


def test_no_room_stands_empty():
    assert {room_of(module) for module in FILES} == set(ROOMS)


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_asks_neither_the_clock_nor_the_outside_world(module):
    tops = {found.partition(".")[0] for found, _ in imports(TREES[module])}
    assert tops.isdisjoint(OUTSIDE_WORLD)
    calls = [node.func for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)]
    names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
    assert names.isdisjoint({"now", "today", "utcnow", "open", "print", "input"})


def test_every_pure_module_is_typed_strictly_and_covered_whole():
    listed = re.search(r"^PURE := ((?:.*\\\n)*.*)", (BASE / "Makefile").read_text(), re.MULTILINE)
    paths = {str(FILES[module].relative_to(BASE)) for module in PURE}
    assert set(listed[1].replace("\\\n", " ").split()) == paths


def test_the_environment_is_read_in_one_place():
    readers = {
        module
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"spms_site.environment", "spms_site.wsgi"}


# What must not stand where


@pytest.mark.parametrize("module", DRAWING)
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


@pytest.mark.parametrize("module", [name for name in DRAWING if name != "guidance.forms"])
def test_a_view_is_short_enough_to_be_read_at_a_glance(module):
    functions = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.FunctionDef)]
    assert [f"{one.name}: {length(one)}" for one in functions if length(one) > MOST_LINES] == []


def test_nothing_is_called_after_what_it_is_not():
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
    """Return the templates that a template extends or includes."""
    tags = contents(name, TokenType.BLOCK)
    named = [re.match(r"""(?:extends|include)\s+["']([^"']+)["']""", tag) for tag in tags]
    return {found[1] for found in named if found}


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
    return any(
        (folder / name).exists()
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
