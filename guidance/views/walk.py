"""The walk: one question a page, where you are being a function of your answers.

No address holds an answer. Stops and exits share one address for that reason (ADR 0004).
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
from guidance.views.render import render
from guidance.walk import cookie, questions, wording
from guidance.walk.forms import QuestionForm

GATES = (questions.NodeKind.GET_HELP, questions.NodeKind.EXIT)
MANY_TYPES = 3
"""From this number of matching types, a result suggests none for the handout."""
URGENT_NOTES = ("warning-sign", "suspected-relapse")
"""The notes of a result that stand out as urgent."""
ABOUT = ("about_type", "about_activity", "about_progression")
"""The parts of a result's reasoning, in the order of their citation numbers."""
FAULTS = {"required": {}, "invalid_choice": {"answer": "?"}}
"""What may be wrong with an answer, and what was sent then: each brings back the same message."""


class SeeOther(HttpResponseRedirect):
    """A redirect (303) after a successful POST."""

    status_code = 303


def private(view):
    """Forbid every cache, also that of the browser, to store the response."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return wrapped


def from_here(view):
    """Change nothing for a POST that another site made; say that there are no answers.

    In place of a token, which would need a second cookie: the browser itself says where a form
    comes from, and the answers' cookie is not sent across sites (ADR 0004).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and not _same_site(request):
            return SeeOther(reverse("walk_no_answers"))
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def _same_site(request):
    """Return whether ``request`` was sent by a form of this site.

    A page without a referrer sends ``Origin: null``. Browsers that say no more than that send the
    answers' cookie with a form of this site only.
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
    """Redirect to the reader's current question, or say that there are no answers."""
    return SeeOther(address(position.at) if position.trail else reverse("walk_no_answers"))


def _back(position, name):
    """Return the URL of the question before the node ``name``, or of the start."""
    node = position.previous(name)
    while node and node.kind in GATES:
        node = position.previous(node.name)
    return address(node) if node else reverse("walk")


def _period():
    return wording.period(timezone.localdate())


@require_safe
@private
def start(request):
    guide = current_guide()
    position = questions.resolve(cookie.load(request))
    context = {
        "page": guide.page("info/find-your-type"),
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
    given = cookie.load(request)
    position = questions.resolve(given)
    node = questions.NODES.get(key)
    if node is None or node.kind is not questions.NodeKind.QUESTION:
        return _elsewhere(position)
    if request.method == "POST" and (position.trail or key == questions.START):
        return _answer(request, node, given)
    if request.method == "POST" or not position.may_show(key):
        return _elsewhere(position)
    fault = FAULTS.get(request.GET.get("error"))
    initial = {"answer": position.answer(key)}
    form = QuestionForm(fault, key=key, over=_period(), initial=initial)
    response = _ask(request, node, form, position, status=422 if form.errors else 200)
    return response if position.trail else cookie.record(response, given)


def _answer(request, node, given):
    """Take an answer; one that is missing or unknown is asked for again, at an address.

    The address of the page with the message names the fault and no answer. The page itself comes
    by GET, so that Back leads to it without sending anything again.
    """
    form = QuestionForm(request.POST, key=node.name, over=_period())
    if not form.is_valid():
        [error] = form.errors.as_data()["answer"]
        return SeeOther(f"{address(node)}?error={error.code}")
    given = questions.with_answer(given, node.key, form.cleaned_data["answer"])
    position = questions.resolve(given)
    if position.at.kind is questions.NodeKind.GET_HELP and cookie.NAME not in request.COOKIES:
        return _stop(request, position)  # the next page would not know the answer
    return cookie.record(SeeOther(address(position.at)), given)


def _ask(request, node, form, position, status=200):
    over = _period()
    words = wording.question(node.name, over)
    guide = current_guide()
    composer = Composer(guide.sources)
    context = {
        "words": words,
        "form": form,
        "number": position.number(node.name),
        "most": len(questions.QUESTIONS),
        "why": composer.block(words.why),
        "levels": [level for level in guide.help.levels if level.slug in questions.NODES]
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
    """Show a node that ends the walk, or continue after it."""
    given = cookie.load(request)
    position = questions.resolve(given)
    node = position.at
    if node.kind not in GATES:
        return _elsewhere(position)
    if request.method == "POST":
        given = questions.with_answer(given, node.key, questions.YES)
        return cookie.record(SeeOther(address(questions.resolve(given).at)), given)
    return (
        _stop(request, position)
        if node.kind is questions.NodeKind.GET_HELP
        else _exit(request, position)
    )


def _stop(request, position):
    """Show where the reader gets help."""
    guide, node = current_guide(), position.at
    level = guide.help.level(node.name)
    context = {
        "levels": [level] if level else guide.help.levels,
        "words": wording.words().stops[node.name],
        "back": _back(position, node.name),
        "next": address(node),
    }
    return _render(request, "walk/stop.html", context)


def _exit(request, position):
    """Show that this guide may not be meant for the reader."""
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
    """Return (field, value) for the types ``matching``, unless they are many, and the questions."""
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
    """Show why a page of the walk is missing, how to continue, and help for urgent signs."""
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

    Those may be sheets and lists of what matters to somebody (ADR 0018).
    """
    return _empty_cache(cookie.forget(SeeOther(reverse("walk_cleared"))))


@require_safe
@private
def cleared(request):
    """Show what was cleared, and what only closing the browser clears."""
    return _render(request, "walk/cleared.html", {})


@require_safe
@private
def cleared_mark(request):
    """Return the tick of the page after Clear, and empty the browser's cache once more.

    A browser puts the page on which Clear was pressed into its memory for Back only when the next
    page is shown, after the answer of ``clear`` emptied that memory (ADR 0018).
    """
    picture = render_to_string("walk/cleared_mark.svg")
    return _empty_cache(HttpResponse(picture, content_type="image/svg+xml"))


def _empty_cache(response):
    """Add the header that empties the browser's cache of this site and its pages in memory."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _render(request, template, context, status=200):
    return render(request, template, {"here": "walk", **context}, status=status)
