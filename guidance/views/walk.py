"""The walk: one question a page, where you are being a function of your answers.

No address holds an answer. Stops and exits share one address for that reason (ADR 0004).
"""

from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidance import answers, flow, wording
from guidance.forms import QuestionForm
from guidance.pages import Composer
from guidance.publishing import current_guide
from guidance.views.render import render

GATES = (flow.Kind.STOP, flow.Kind.EXIT)


class SeeOther(HttpResponseRedirect):
    """Go and look there (303): the answer to a POST that is done."""

    status_code = 303


def private(view):
    """Keep a page out of every cache, the browser's own too."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return wrapped


def from_here(view):
    """Send a POST that another site made to the start of the walk, and change nothing.

    In place of a token, which would need a second cookie: the browser itself says where a form
    comes from, and the answers' cookie is not sent across sites (ADR 0004).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST" and not _same_site(request):
            return SeeOther(reverse("walk"))
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def _same_site(request):
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def address(node):
    """Return where a node of the walk is shown."""
    if node.kind is flow.Kind.QUESTION:
        return reverse("walk_question", args=[node.name])
    return reverse("walk_check" if node.kind is flow.Kind.END else "walk_pause")


def _back(position, name):
    """Return where Back leads from the node ``name``: the question before it, or the start."""
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
    position = flow.resolve(answers.load(request))
    context = {
        "page": guide.page("info/find-your-type"),
        "begun": bool(position.trail),
        "next": address(position.at) if position.trail else address(flow.NODES[flow.START]),
    }
    return _render(request, "walk/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def question(request, key):
    """Ask one question, or take its answer and go on to where the answers lead."""
    given = answers.load(request)
    position = flow.resolve(given)
    node = flow.NODES.get(key)
    if node is None or node.kind is not flow.Kind.QUESTION:
        return HttpResponseRedirect(address(position.at))
    if request.method == "POST":
        return _answer(request, node, given, position)
    if not position.may_show(key):
        return HttpResponseRedirect(address(position.at))
    form = QuestionForm(key=key, over=_period(), initial={"answer": position.answer(key)})
    return _ask(request, node, form, position)


def _answer(request, node, given, position):
    form = QuestionForm(request.POST, key=node.name, over=_period())
    if not form.is_valid():
        return _ask(request, node, form, position, status=422)
    given = flow.with_answer(given, node.key, form.cleaned_data["answer"])
    return answers.record(SeeOther(address(flow.resolve(given).at)), given)


def _ask(request, node, form, position, status=200):
    over = _period()
    words = wording.question(node.name, over)
    guide = current_guide()
    composer = Composer(guide.sources)
    context = {
        "words": words,
        "form": form,
        "number": position.number(node.name),
        "most": len(flow.QUESTIONS),
        "why": composer.block(words.why),
        "levels": [level for level in guide.help.levels if level.slug in flow.NODES]
        if node.name == flow.START
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
    """Stop the walk to send somebody to help, or to say that it may not fit; or carry on."""
    given = answers.load(request)
    node = flow.resolve(given).at
    if node.kind not in GATES:
        return HttpResponseRedirect(address(node))
    if request.method == "POST":
        given = flow.with_answer(given, node.key, flow.YES)
        return answers.record(SeeOther(address(flow.resolve(given).at)), given)
    guide = current_guide()
    context = {"back": _back(flow.resolve(given), node.name), "next": address(node)}
    if node.kind is flow.Kind.STOP:
        level = guide.help.level(node.name)
        levels = [level] if level else guide.help.levels
        context |= {"levels": levels, "words": wording.words().stops[node.name]}
        return _render(request, "walk/stop.html", context)
    words = wording.words().exits[node.name]
    composer = Composer(guide.sources)
    context |= {"words": words, "lines": [composer.inline(line) for line in words.lines]}
    context["references"] = composer.references()
    return _render(request, "walk/exit.html", context)


@require_safe
@private
def check_answers(request):
    position = flow.resolve(answers.load(request))
    if not position.complete:
        return HttpResponseRedirect(address(position.at))
    context = {
        "rows": wording.check_answers(position, _period()),
        "back": _back(position, flow.END),
    }
    return _render(request, "walk/check_answers.html", context)


@require_safe
@private
def result(request):
    position = flow.resolve(answers.load(request))
    if not position.complete:
        return HttpResponseRedirect(address(position.at))
    guide = current_guide()
    composer = Composer(guide.sources)
    found = wording.result(position, _period())
    context = {
        "result": found,
        "lead": composer.inline(found.lead),
        "subtypes": guide.subtypes(),
        "matching": _matching(guide, found),
        "notes": [(note, _inline(composer, note.lines)) for note in found.notes],
        "about_type": _reasons(composer, found.about_type),
        "about_activity": _reasons(composer, found.about_activity),
        "about_progression": _reasons(composer, found.about_progression),
        "period": composer.inline(found.period),
        "settle": _inline(composer, found.settle),
        "next_steps": _inline(composer, found.next_steps),
        "references": composer.references(),
        "back": reverse("walk_check"),
    }
    return _render(request, "walk/result.html", context)


def _matching(guide, found):
    """Return the pages of the types that a result names, without those that cannot be shown."""
    pages = map(guide.subtype, found.matches + found.possible)
    return [page for page in pages if page]


def _inline(composer, lines):
    return [composer.inline(line) for line in lines]


def _reasons(composer, reasons):
    """Return (reason, what was said, what it means) for each line of the reasoning."""
    return [
        (reason, composer.inline(reason.said), composer.inline(reason.means)) for reason in reasons
    ]


@require_POST
@from_here
@private
def clear(request):
    return answers.forget(SeeOther(reverse("walk")))


def _render(request, template, context, status=200):
    return render(request, template, {"here": "walk", **context}, status=status)
