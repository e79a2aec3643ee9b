"""Previews of the words of the walk: each of its pages as readers will see it, and a list."""

from django.http import Http404
from django.urls import reverse

from guidance.views import walk_pages
from guidance.views.render import render
from guidance.views.walk_pages import Way
from guidance.walk import wording
from guidance.walk.examples import examples
from guidance.walk.forms import QuestionForm
from guidance.walk.questions import NodeKind
from guidance.walk.vocabulary import PLACES, place_in_order


def preview(request, guide, page, **more):
    """Show the page of the walk that the query names by ``at``, or the list of its texts.

    Nothing can be sent from it: its buttons are disabled.
    """
    name, another = request.GET.get("at", ""), request.GET.get("for") == "another"
    more |= {"preview": True}
    if not name:
        return _list(request, guide, page, **more)
    if name not in examples():
        raise Http404
    example, more = examples()[name], more | _beside(name, another)
    way = Way("", reverse("walk_check"), another=another)
    if example.result:
        return walk_pages.result(request, example.position, way, guide=guide, **more)
    show = {
        NodeKind.QUESTION: _question,
        NodeKind.GET_HELP: walk_pages.stop,
        NodeKind.EXIT: walk_pages.leave,
        NodeKind.END: walk_pages.check,
    }[example.node.kind]
    return show(request, example.position, way, guide=guide, **more)


def _question(request, position, way, guide, **more):
    over = walk_pages.period(way.another, guide)
    form = QuestionForm(key=position.at.name, over=over)
    context = walk_pages.asked(guide, position.at, position, over)
    return walk_pages.walk_page(
        request, "walk/question.html", {**context, "form": form, "back": "", **more}, guide=guide
    )


def _beside(name, another):
    """Return the pages before and after the page ``name``, as a context."""
    names = [*examples()]
    place = names.index(name)
    return {
        "before": names[place - 1] if place else "",
        "after": names[place + 1] if place + 1 < len(names) else "",
        "at": name,
        "another": another,
    }


def _list(request, guide, page, **more):
    """List the pages, and every text of the walk with the place where readers see it."""
    texts = wording.texts_of(page)
    rows = [(PLACES[key], texts[key]) for key in sorted(texts, key=place_in_order) if key in PLACES]
    over = walk_pages.period(guide=guide)
    pages = [(name, wording.filled(_called(name, over.said), over)) for name in examples()]
    context = {"page": page, "rows": rows, "pages": pages, **more}
    return render(request, "walk/words.html", context, guide=guide)


def _called(name, said):
    """Return what a page of the walk is called in the list."""
    kind, _slash, end = name.partition("/")
    if kind == "question":
        return said.questions[end].heading
    if kind == "page":
        return said.pages["check"]["heading"]
    if kind == "stop":
        place = PLACES.get(name)  # care cards have no words of their own
        asked = said.questions.get(end.removesuffix("-help"))
        where = place.what.partition("“")[2].rstrip("”") if place else asked.heading
        return f"{said.pages['stop']['heading']}: {where}"
    return PLACES[f"outcome/{end}/fits" if kind == "result" else f"{name}/heading"].group
