"""The walk: one question on each page. The answers determine the page that is shown.

No address contains an answer. Get-help pages and exits share an address for that reason (ADR 0004).
"""

from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidance.editorial.current import current_guide
from guidance.handout.forms import HandoutForm
from guidance.pages.structures import Composer
from guidance.views import last_change
from guidance.views.pages import MRI_LETTER
from guidance.views.render import render
from guidance.walk import cookie, questions, wording
from guidance.walk.forms import QuestionForm

PAUSES = (questions.NodeKind.GET_HELP, questions.NodeKind.EXIT)
MANY_TYPES = 3
"""The number of matching types from which a result selects none of them for the handout."""
URGENT_NOTES = ("warning-sign", "suspected-relapse")
"""The notes of a result that stand out as urgent."""
ABOUT = ("about_type", "about_activity", "about_progression")
"""The parts of a result's reasoning, in the order of their citation numbers."""
FAULTS = {"required": {}, "invalid_choice": {"answer": "?"}}
"""For each error code of an answer, form data that produces the same error message."""


class SeeOther(HttpResponseRedirect):
    """A redirect (303) after a successful POST."""

    status_code = 303


def private(view):
    """Forbid all caches, including that of the browser, to store the response of ``view``."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return wrapped


def from_here(view):
    """Redirect a POST from another site to the page that says that there are no answers.

    This replaces a CSRF token, which would need a second cookie. The check relies on the headers
    with which a browser names the origin of a form, and on the ``SameSite`` attribute of the
    answers' cookie (ADR 0004).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and not _same_site(request):
            return SeeOther(reverse("walk_no_answers"))
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def _same_site(request):
    """Return whether ``request`` was sent by a form of this site.

    A page without a referrer sends ``Origin: null``. A browser that sends this and not
    ``Sec-Fetch-Site`` sends the answers' cookie only with a form of this site.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin == "null":
        return cookie.NAME in request.COOKIES
    return origin is None or urlsplit(origin).netloc == request.get_host()


def address(node):
    """Return the URL of a node of the walk."""
    if node.kind is questions.NodeKind.QUESTION:
        return reverse("walk_question", args=[node.name])
    return reverse("walk_check" if node.kind is questions.NodeKind.END else "walk_pause")


def _elsewhere(position):
    """Redirect to the reader's current page, or to the page that says there are no answers."""
    return SeeOther(address(position.at) if position.trail else reverse("walk_no_answers"))


def _back(position, name):
    """Return the URL of the question before the node ``name``, or of the start."""
    node = position.previous(name)
    while node and node.kind in PAUSES:
        node = position.previous(node.name)
    return address(node) if node else reverse("walk")


def _period():
    return wording.period(timezone.localdate())


@require_safe
@private
def start(request):
    guide = current_guide()
    position = questions.resolve(cookie.load(request))
    page = guide.page("info/find-your-type")
    context = {
        "page": page,
        "last_change": last_change.of_page(page, guide),
        "begun": bool(position.trail),
        "next": address(position.at)
        if position.trail
        else address(questions.NODES[questions.START]),
    }
    return _render(request, "walk/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def question(request, key):
    """Ask a question, or store its answer and redirect to the next node.

    The first question sets the cookie, so that each form of the walk is sent with it.
    """
    answers = cookie.load(request)
    position = questions.resolve(answers)
    node = questions.NODES.get(key)
    if node is None or node.kind is not questions.NodeKind.QUESTION:
        return _elsewhere(position)
    if request.method == "POST" and (position.trail or key == questions.START):
        return _answer(request, node, answers)
    if request.method == "POST" or not position.may_show(key):
        return _elsewhere(position)
    data = FAULTS.get(request.GET.get("error"))
    initial = {"answer": position.answer(key)}
    form = QuestionForm(data, key=key, over=_period(), initial=initial)
    response = _ask(request, node, form, position, status=422 if form.errors else 200)
    return response if position.trail else cookie.record(response, answers)


def _mri_letter(guide):
    """Return the part about the words of an MRI letter, None if the edition does not have it."""
    types = guide.info("types")
    return types and types.section(MRI_LETTER)


def _answer(request, node, answers):
    """Store an answer and redirect to the next node.

    If the answer is missing or unknown, redirect to the question with the error code in the query.
    The error page is then requested by GET, so that Back does not send the form again.
    """
    form = QuestionForm(request.POST, key=node.name, over=_period())
    if not form.is_valid():
        [error] = form.errors.as_data()["answer"]
        return SeeOther(f"{address(node)}?error={error.code}")
    answers = questions.with_answer(answers, node.key, form.cleaned_data["answer"])
    position = questions.resolve(answers)
    if position.at.kind is questions.NodeKind.GET_HELP and cookie.NAME not in request.COOKIES:
        return _stop(request, position)  # without cookies, the next page has no answer
    return cookie.record(SeeOther(address(position.at)), answers)


def _ask(request, node, form, position, status=200):
    over = _period()
    words = wording.question(node.name, over)
    guide = current_guide()
    composer = Composer(guide.sources)
    context = {
        "letter": node.key == "mri-result" and _mri_letter(guide),
        "words": words,
        "form": form,
        "number": position.number(node.name),
        "most": len(questions.QUESTIONS),
        "why": composer.block(words.why),
        "levels": [level for level in guide.levels if level.slug in questions.NODES]
        if node.name == questions.START
        else [],
        "rows": [row for row in wording.check_answers(position, over) if row.key != node.key],
        "back": _back(position, node.name),
        "references": composer.references(),
    }
    return _render(request, "walk/question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def pause(request):
    """Show the get-help page or exit at which the reader is, or continue after it."""
    answers = cookie.load(request)
    position = questions.resolve(answers)
    node = position.at
    if node.kind not in PAUSES:
        return _elsewhere(position)
    if request.method == "POST":
        answers = questions.with_answer(answers, node.key, questions.YES)
        return cookie.record(SeeOther(address(questions.resolve(answers).at)), answers)
    return (
        _stop(request, position)
        if node.kind is questions.NodeKind.GET_HELP
        else _exit(request, position)
    )


def _stop(request, position):
    """Show the get-help page of the walk at ``position``."""
    guide, node = current_guide(), position.at
    level = guide.level(node.name)
    context = {
        "levels": [level] if level else guide.levels,
        "words": wording.words().stops[node.name],
        "back": _back(position, node.name),
        "next": address(node),
    }
    return _render(request, "walk/stop.html", context)


def _exit(request, position):
    """Show the exit at ``position``, which says that this guide may not fit the reader."""
    node = position.at
    words = wording.words().exits[node.name]
    composer = Composer(current_guide().sources)
    context = {
        "words": words,
        "lines": [composer.inline(line) for line in words.lines],
        "references": composer.references(),
        "back": _back(position, node.name),
        "next": address(node),
    }
    return _render(request, "walk/exit.html", context)


@require_safe
@private
def check_answers(request):
    position = questions.resolve(cookie.load(request))
    if not position.complete:
        return _elsewhere(position)
    context = {
        "rows": wording.check_answers(position, _period()),
        "back": _back(position, questions.END),
    }
    return _render(request, "walk/check_answers.html", context)


@require_safe
@private
def result(request):
    position = questions.resolve(cookie.load(request))
    if not position.complete:
        return _elsewhere(position)
    guide = current_guide()
    composer = Composer(guide.sources)
    result = wording.result(position, _period())
    matching = _types(guide, result)
    context = {
        "result": result,
        "lead": composer.inline(result.lead),
        "subtypes": guide.subtypes(),
        "to_read": matching if len(matching) < MANY_TYPES else None,
        "chosen": _for_a_handout(matching, result),
        "notes": _notes(composer, result.notes),
        **{name: _reasons(composer, getattr(result, name)) for name in ABOUT},
        "period": composer.inline(result.period),
        "settle": _inline(composer, result.settle),
        "next_steps": _inline(composer, result.next_steps),
        "references": composer.references(),
        "back": reverse("walk_check"),
    }
    return _render(request, "walk/result.html", context)


def _types(guide, result):
    """Return the pages of the matching types that can be shown."""
    return [page for page in map(guide.subtype, result.matches + result.possible) if page]


def _for_a_handout(matching, result):
    """Return (field, value) for the handout form: types, unless they are many, and questions."""
    slugs = [page.slug for page in matching] if len(matching) < MANY_TYPES else [""]
    return HandoutForm.chosen_by_result(slugs, result.questions)


def _inline(composer, lines):
    return [composer.inline(line) for line in lines]


def _notes(composer, notes):
    """Return (note, its lines, whether it is urgent) for each note of a result."""
    return [(note, _inline(composer, note.lines), note.flag in URGENT_NOTES) for note in notes]


def _reasons(composer, reasons):
    """Return (reason, answer, meaning) for each line of the reasoning."""
    return [
        (reason, composer.inline(reason.said), composer.inline(reason.means)) for reason in reasons
    ]


@require_safe
@private
def no_answers(request):
    """Show why there are no answers, how to continue, and the get-help levels."""
    guide = current_guide()
    composer = Composer(guide.sources)
    levels = [(level, composer.inline(level.action.source)) for level in guide.help.levels]
    context = {"levels": levels, "subtypes": guide.subtypes()}
    context["references"] = composer.references()
    return _render(request, "walk/no_answers.html", context)


@require_POST
@from_here
@private
def clear(request):
    """Delete the answers, and the pages of this site in the browser's cache.

    These may be handouts and worksheets (ADR 0018).
    """
    return _empty_cache(cookie.forget(SeeOther(reverse("walk_cleared"))))


@require_safe
@private
def cleared(request):
    """Show what was cleared, and what is cleared only when the browser is closed."""
    return _render(request, "walk/cleared.html", {})


@require_safe
@private
def cleared_mark(request):
    """Return the picture on the page after Clear, and empty the browser's cache again.

    A browser stores the page on which Clear was pressed in its back/forward cache when it shows the
    next page, which is after the response of ``clear`` has emptied that cache (ADR 0018).
    """
    svg = render_to_string("walk/cleared_mark.svg")
    return _empty_cache(HttpResponse(svg, content_type="image/svg+xml"))


def _empty_cache(response):
    """Add the header that makes the browser delete its caches of this site."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _render(request, template, context, status=200):
    return render(request, template, {"here": "walk", **context}, status=status)
