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
from guidance.pages.cited_text import Composer
from guidance.views import last_change, walk_pages
from guidance.views.walk_pages import Way, address, period, walk_page
from guidance.walk import carried, cookie, questions
from guidance.walk.forms import FAULTS, QuestionForm

PAUSES = (questions.NodeKind.GET_HELP, questions.NodeKind.EXIT)
OLD = "old"
"""What happened to a code: some of its answers are too old."""
MOST_TYPED = 100
"""The most characters of a code that are shown again."""


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


def _elsewhere(position, kept):
    """Redirect to the reader's current page, or to the page that says there are no answers.

    Answers to an older version of the questions lead to the first question, which says so.
    """
    if position.trail or kept.outdated:
        return SeeOther(address(position.at))
    return SeeOther(reverse("walk_no_answers"))


def _back(position, name):
    """Return the URL of the question before the node ``name``, or of the start."""
    node = position.previous(name)
    while node and node.kind in PAUSES:
        node = position.previous(node.name)
    return address(node) if node else reverse("walk")


def _way(position, kept):
    return Way(address(position.at), reverse("walk_check"), another=kept.another)


@require_safe
@private
def start(request):
    guide, kept = current_guide(), cookie.load(request)
    position = questions.resolve(kept.answers)
    page, says = guide.page("info/find-your-type"), period(kept.another).said.pages
    context = {
        "page": page,
        "says": says["start"],
        "review": page.review,
        "shown_with": (walk_pages.questions_shown_with(guide),),
        "signed": walk_pages.signed_by(guide),
        "last_change": last_change.of_page(page, guide),
        "begun": bool(position.trail),
        "next": address(position.at)
        if position.trail
        else address(questions.NODES[questions.START]),
    }
    return walk_page(request, "walk/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def other_ways(request):
    """Show the other ways to answer, or begin the walk for another person.

    The page sets no cookie, as nothing was answered. So its forms name their origin instead.
    """
    if request.method == "POST":
        first = SeeOther(address(questions.NODES[questions.START]))
        return cookie.record(first, {}, another=request.POST.get("for") == "another")
    return _other_ways(request)


def _other_ways(request, slip=False, typed="", status=200):
    context = {"slip": slip, "typed": typed, "back": reverse("walk")}
    response = walk_page(request, "walk/other_ways.html", context, status=status)
    response.names_origin = True  # else a browser may send "Origin: null" with its forms
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def carry(request):
    """Take the answers of another day from their code, and go to the first question.

    A code holds answers. So one that cannot be read is shown again in the response to the form,
    and no address ever has it.
    """
    if request.method != "POST":
        return SeeOther(reverse("walk_other_ways"))
    typed = request.POST.get("code", "")
    try:
        found = carried.read(typed, timezone.localdate())
    except carried.CannotCarry:
        return _other_ways(request, slip=True, typed=typed[:MOST_TYPED], status=422)
    first = address(questions.NODES[questions.START])
    on = SeeOther(first if found.fresh else f"{first}?code={OLD}")
    return cookie.record(on, found.answers, found.another)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def question(request, key):
    """Ask a question, or store its answer and redirect to the next node.

    The first question sets the cookie, so that each form of the walk is sent with it.
    """
    kept = cookie.load(request)
    position = questions.resolve(kept.answers)
    node = questions.NODES.get(key)
    if node is None or node.kind is not questions.NodeKind.QUESTION:
        return _elsewhere(position, kept)
    if request.method == "POST" and (position.trail or key == questions.START):
        return _answer(request, node, kept)
    if request.method == "POST" or not position.may_show(key):
        return _elsewhere(position, kept)
    response = _ask(request, node, position, kept)
    if position.trail:
        return response
    return cookie.record(response, kept.answers, kept.another)


def _answer(request, node, kept):
    """Store an answer and redirect to the next node.

    If the answer is missing or unknown, redirect to the question with the error code in the query.
    The error page is then requested by GET, so that Back does not send the form again.
    """
    form = QuestionForm(request.POST, key=node.name, over=period())
    if not form.is_valid():
        error = form.errors.as_data()["answer"][0]
        return SeeOther(f"{address(node)}?error={error.code}")
    answers = questions.with_answer(kept.answers, node.key, form.value)
    position = questions.resolve(answers)
    if position.at.kind is questions.NodeKind.GET_HELP and cookie.NAME not in request.COOKIES:
        # without cookies, the next page has no answer
        return walk_pages.stop(request, position, _way(position, kept))
    return cookie.record(SeeOther(address(position.at)), answers, kept.another)


def _form(fault, node, position, over):
    """Return the form of a question with the reader's answer, or with an error."""
    given = (position.answer(node.key) or "").split("+")
    initial = {"answer": given if node.ticks else given[0]}
    data = {} if fault in FAULTS else None
    return QuestionForm(data, key=node.name, over=over, fault=fault, initial=initial)


def _ask(request, node, position, kept):
    over, guide = period(kept.another), current_guide()
    form = _form(request.GET.get("error"), node, position, over)
    context = {
        **walk_pages.asked(guide, node, position, over),
        "form": form,
        "outdated": kept.outdated,
        "old_code": request.GET.get("code") == OLD,
        "back": _back(position, node.name),
    }
    status = 422 if form.errors else 200
    return walk_page(request, "walk/question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@from_here
@private
def pause(request):
    """Show the get-help page or exit at which the reader is, or continue after it."""
    kept = cookie.load(request)
    position = questions.resolve(kept.answers)
    node = position.at
    if node.kind not in PAUSES:
        return _elsewhere(position, kept)
    stops = node.kind is questions.NodeKind.GET_HELP
    if request.method == "POST":
        key, value = (node.key, questions.YES) if stops else ("told", questions.NOT_SURE)
        answers = questions.with_answer(kept.answers, key, value)
        on = SeeOther(address(questions.resolve(answers).at))
        return cookie.record(on, answers, kept.another)
    show = walk_pages.stop if stops else walk_pages.leave
    return show(request, position, _way(position, kept), _back(position, node.name))


@require_safe
@private
def check_answers(request):
    kept = cookie.load(request)
    position = questions.resolve(kept.answers)
    if not position.complete:
        return _elsewhere(position, kept)
    return walk_pages.check(request, position, _way(position, kept), _back(position, questions.END))


@require_safe
@private
def result(request):
    kept = cookie.load(request)
    position = questions.resolve(kept.answers)
    if not position.complete:
        return _elsewhere(position, kept)
    return walk_pages.result(request, position, _way(position, kept), reverse("walk_check"))


@require_safe
@private
def no_answers(request):
    """Show why there are no answers, how to continue, and the get-help levels."""
    guide = current_guide()
    composer = Composer(guide.sources)
    levels = [
        (level.slug, guide.numbers.in_title(level.title), composer.inline(level.action.source))
        for level in guide.help.levels
    ]
    context = {"levels": levels, "subtypes": guide.subtypes()}
    context["references"] = composer.references()
    return walk_page(request, "walk/no_answers.html", context)


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
    return walk_page(request, "walk/cleared.html", {})


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
