"""Treatments side by side, and how they differ on what matters to a reader.

Which treatments are compared says nothing about a reader, so it may stand in an address. What
matters to somebody does, so it comes by POST, is shown once and forgotten.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import current_guide
from guidance.pages import compare
from guidance.pages.forms import CompareForm, MattersForm
from guidance.views.render import for_this_reader, render


@reads("treatment", "with", "show")
@require_safe
def side_by_side(request):
    """Ask for two to four treatments (``with`` ticks some beforehand), or show them as a table.

    The form sends ``show`` too, so that none ticked is told from not yet asked.
    """
    guide = current_guide()
    asked = "treatment" in request.GET or "show" in request.GET
    form = CompareForm(
        request.GET if asked else None,
        guide=guide,
        initial={"treatment": request.GET.getlist("with")},
    )
    context = {"form": form, "here": "compare", "comparison": None, "compared": ""}
    if asked and form.is_valid():
        chosen = form.cleaned_data["treatment"]
        query = urlencode({"treatment": chosen}, doseq=True)
        context["comparison"] = comparison = compare.build(guide, chosen)
        context["compared"] = ", ".join(page.title for page in comparison.therapies) + ": "
        context["rows"] = [
            (line, list(zip(comparison.therapies, line.cells, strict=True)))
            for line in comparison.lines
        ]
        context["subtypes"] = guide.subtypes()
        context["handout"] = f"{reverse('handout')}?{query}"
    status = 422 if form.errors else 200
    response = render(request, "compare/side_by_side.html", context, guide=guide, status=status)
    return cache_for_edition(response)


@csrf_exempt  # changes nothing and reads no cookie, so a forged request gains nothing
@require_http_methods(["GET", "HEAD", "POST"])
def what_matters(request):
    """Ask what matters to the reader, or show how treatments differ on it."""
    guide = current_guide()
    if request.method == "POST":
        return _worksheet(request, guide)
    context = {"form": MattersForm(guide=guide), "here": "what-matters", "sheet": None}
    return cache_for_edition(render(request, "compare/what_matters.html", context, guide=guide))


@for_this_reader
def _worksheet(request, guide):
    form = MattersForm(request.POST, guide=guide)
    sheet = form.worksheet(guide) if form.is_valid() else None
    context = {"form": form, "here": "what-matters", "sheet": sheet}
    status = 200 if sheet else 422
    return render(request, "compare/what_matters.html", context, guide=guide, status=status)
