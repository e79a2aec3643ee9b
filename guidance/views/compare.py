"""The comparison of treatments, and what matters to a reader.

The compared treatments say nothing about a reader, so they may be in an address. What matters to a
reader is personal, so it is sent by POST and not stored.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide
from guidance.handout.forms import HandoutForm
from guidance.pages import side_by_side as comparison
from guidance.pages.forms import CompareForm, MattersForm
from guidance.pages.no_new_medicine import NO_NEW_MEDICINE
from guidance.pages.sections import IF_NOTHING_CHANGES, SIDE_EFFECTS
from guidance.pages.what_matters import POINTS
from guidance.views.render import for_this_reader, render

METHODS = ["GET", "HEAD", "POST"]
NOT_COMPARED = {"comparison": None, "compared": "", "asks_type": False}


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@reads("treatment", "with", "type", "show")
@require_http_methods(METHODS)
def side_by_side(request):
    """Show the form, in which ``with`` ticks treatments, or the comparison of ``treatment``.

    The form also sends ``show``, so that submitting it without a treatment shows an error. By POST
    it also gets what matters to the reader.
    """
    if request.method == "POST":
        return _for_reader(request)
    return cache_for_edition(_side_by_side(request, request.GET, ()))


@for_this_reader
def _for_reader(request):
    return _side_by_side(request, request.POST, request.POST.getlist("point"))


def _side_by_side(request, data, points):
    guide = current_guide()
    is_submitted = request.method == "POST" or "treatment" in data or "show" in data
    initial = {"treatment": data.getlist("with"), "type": data.get("type", "")}
    form = CompareForm(data if is_submitted else None, guide=guide, initial=initial)
    context = {"form": form, "here": "compare", "points": points} | NOT_COMPARED
    if is_submitted and form.is_valid():
        context |= _compared(guide, form, points)
    status = 422 if form.errors else 200
    return render(request, "compare/side_by_side.html", context, guide=guide, status=status)


def _compared(guide, form, points):
    """Return the context of a comparison, or of the question for which type it is."""
    chosen, subtype = form.cleaned_data["treatment"], form.cleaned_data["type"]
    others = _address(chosen, subtype, "with")
    if form.lacks_type:
        subtypes = guide.subtypes()
        return {"asks_type": True, "subtypes": subtypes, "chosen": chosen, "others": others}
    lines = {line for name in points if name in POINTS for line in POINTS[name].lines}
    found = comparison.build(guide, chosen, subtype, lines)
    slugs = [value for value in chosen if value != NO_NEW_MEDICINE]
    sheet = [("treatment", slug) for slug in slugs] + [("type", subtype)] * bool(subtype)
    return {
        "comparison": found,
        "others": others,
        "compared": ", ".join(column.name for column in found.columns) + ": ",
        "swaps": _swaps(found, subtype),
        "add_none": _add_none(chosen, subtype),
        "handout": f"{reverse('handout')}?{urlencode(sheet)}",
        "no_change_id": IF_NOTHING_CHANGES,
    }


def _address(values, subtype, name="treatment"):
    query = [(name, value) for value in values] + [("type", subtype)] * bool(subtype)
    return f"{reverse('compare')}?{urlencode(query)}"


def _swaps(found, subtype):
    """Return (name, address) for each further column, which the address makes the second."""
    first, second, *others = (column.value for column in found.columns)
    names = {column.value: column.name for column in found.columns}
    return [
        (names[one], _address([first, one, second, *(o for o in others if o != one)], subtype))
        for one in others
    ]


def _add_none(chosen, subtype):
    """Return the address that adds no new medicine as the second column; empty if it is full."""
    if NO_NEW_MEDICINE in chosen or len(chosen) == comparison.MOST:
        return ""
    return _address([chosen[0], NO_NEW_MEDICINE, *chosen[1:]], subtype)


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@require_http_methods(METHODS)
def what_matters(request):
    """Show the form about what matters to the reader, or the answers to the submitted form."""
    guide = current_guide()
    if request.method == "POST":
        return _answers(request, guide)
    context = {"form": MattersForm(guide=guide), "here": "what-matters", "result": None}
    return cache_for_edition(render(request, "compare/what_matters.html", context, guide=guide))


@for_this_reader
def _answers(request, guide):
    if "change" in request.POST:
        return _change(request, guide)
    form = MattersForm(request.POST, guide=guide)
    result = form.result(guide) if form.is_valid() else None
    context = {"form": form, "here": "what-matters", "result": result, "harms_id": SIDE_EFFECTS}
    if result:
        context["ticked"] = list(_ticked(form))
        context["carried"] = [*context["ticked"], *_for_the_sheet(form, result)]
    status = 200 if result else 422
    return render(request, "compare/what_matters.html", context, guide=guide, status=status)


def _change(request, guide):
    """Return the form with what was ticked and typed before, and without errors."""
    form = MattersForm.kept(request.POST, guide=guide)
    context = {"form": form, "here": "what-matters", "result": None}
    return render(request, "compare/what_matters.html", context, guide=guide)


def _ticked(form):
    """Yield (field, value) of what was ticked and typed."""
    for name in ("point", "second", "harm"):
        yield from ((name, value) for value in form.cleaned_data[name])
    yield from ((name, form.cleaned_data[name]) for name in ("type", "own"))


def _for_the_sheet(form, result):
    """Yield (field, value) of what only the sheet is sent."""
    yield from (("effect", value) for value in form.cleaned_data["harm"])
    yield "notes", _notes(result, form.cleaned_data["own"])
    yield from HandoutForm.as_first_shown()


def _notes(result, own):
    """Return what matters as notes for the sheet."""
    matters = "; ".join(matter.heading for matter in result.matters)
    return "\n".join(filter(None, (matters and f"What matters to me: {matters}.", own)))
