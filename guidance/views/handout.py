"""The visit handout: its form, print page and PDF, and the check whether it is still current.

Nothing is stored, so the forms need no CSRF token. Staff may print a handout of an old edition.
"""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidance.delivery import cache_for_edition, reads
from guidance.editorial.current import (
    EditionUnavailable,
    NoSuchEdition,
    current_guide,
    current_search,
    guide_numbered,
)
from guidance.handout import build, check_code, layout, topics
from guidance.handout.changes import changes_since
from guidance.handout.forms import CheckForm, HandoutForm
from guidance.handout.pdf import render as pdf_render
from guidance.pages.kinds import KINDS, on_handouts
from guidance.views.render import for_this_reader, render
from spms_site import work_limit

log = logging.getLogger(__name__)

PDFS = work_limit.WorkLimit("PDF", at_once=1, waiting=7, seconds=4, retry_after=10)
"""A process renders one PDF at a time."""


@reads(*(kind.form_field for kind in on_handouts()), "edition")
@require_safe
def choose(request):
    """Show the form; the query may choose pages."""
    guide = _guide(request, request.GET)
    form = HandoutForm(guide=guide, initial=HandoutForm.pages_in(request.GET, guide))
    if request.GET.get("edition"):
        response = _form(request, guide, form)
        response.headers["Cache-Control"] = "no-store, private"
        return response
    return cache_for_edition(_form(request, guide, form, visits=guide.visits()))


def _guide(request, fields):
    """Return the current guide, or for staff that of the edition in ``fields``.

    Raises ``PermissionDenied`` for others, and ``Http404`` if there is no such edition.
    """
    number = fields.get("edition", "")
    if not number:
        return current_guide()
    if not request.is_staff_session():
        raise PermissionDenied
    try:
        return guide_numbered(int(number))
    except (NoSuchEdition, ValueError) as error:
        raise Http404 from error


def _form(request, guide, form, status=200, visits=(), found=None, opens="", fitted=""):
    context = {
        "opens": opens,
        "fitted": fitted,
        "form": form,
        "intro": guide.page("info/handout"),
        "here": "handout",
        "visits": visits,
        "found": found,
        "hidden": [
            (name, request.POST.get(name, "")) for name in ON_RESULT if name in request.POST
        ],
        "old": guide.number if request.GET.get("edition") or request.POST.get("edition") else "",
    }
    return render(request, "handout/choose.html", context, guide=guide, status=status)


ON_RESULT = ("size", "paper", "detail")
"""The fields that are asked beside the sheet."""


def _fields(request, without=()):
    """Return the submitted values as (name, value), for hidden fields."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in without
    ]


def _check_address():
    return settings.SITE_ADDRESS + reverse("handout_check")


def _laid_out(guide, form):
    return lay_out(guide, form.choices())


def lay_out(guide, choices):
    """Return the layout of the handout for ``choices``, with today's date."""
    built = build.build(guide, choices)
    addresses = layout.Addresses(
        check=_check_address(),
        get_help=settings.SITE_ADDRESS + reverse("get_help"),
        treatments=settings.SITE_ADDRESS + reverse("therapies"),
    )
    return layout.lay_out(built, timezone.localdate(), addresses)


def on_paper(laid_out):
    """Return the context of the print page, with the QR code of its check address."""
    qr = pdf_render.qr(f"{_check_address()}?code={laid_out.code}")
    return {"sheet": laid_out, "qr": qr, "here": "handout"}


@csrf_exempt  # changes nothing and keeps nothing, so a forged request gains nothing
@for_this_reader
@require_POST
def print_page(request):
    """Show the print page, or the form again with its values and errors."""
    guide = _guide(request, request.POST)
    form = HandoutForm(request.POST, guide=guide)
    if not form.is_valid():
        return _form(request, guide, form, status=422)
    fields = _fields(request, without=ON_RESULT)
    context = {**on_paper(_laid_out(guide, form)), "form": form, "fields": fields}
    return render(request, "handout/print.html", context, guide=guide)


@csrf_exempt
@for_this_reader
@require_POST
def pdf_file(request):
    """Answer with the PDF, with the form and its errors, or with a form for the print page."""
    guide = _guide(request, request.POST)
    try:
        with PDFS.slot():  # includes reading the form and the layout, which also take time
            return _pdf(request, guide)
    except work_limit.Busy as busy:
        return _busy(request, guide, busy.retry_after)
    except (pdf_render.NotMade, check_code.TooManyPages) as error:
        log.error("No PDF: %s", error)  # the message never contains text of the handout
        return _no_pdf(request, guide)


def _pdf(request, guide):
    form = HandoutForm(request.POST, guide=guide, pdf=True)
    if not form.is_valid():
        return _form(request, guide, form, status=422)
    pdf = pdf_render.render(_laid_out(guide, form), settings.SITE_ADDRESS)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="visit-handout.pdf"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _no_pdf(request, guide):
    """Show a form that sends all values to the print page."""
    heading = _("The PDF file could not be made")
    context = {"fields": _fields(request), "busy": False, "heading": heading, "here": "handout"}
    return render(request, "handout/no_pdf.html", context, guide=guide, status=503)


class BusyPage:
    """The page for refused PDF requests, rendered once for an edition and a day.

    Only the hidden fields are added for each request. Many requests are refused when the site is
    busy, and rendering the page for each would slow down other readers.
    """

    FIELD = '<input type="hidden" name="{}" value="{}">'

    def __init__(self):
        self.cached = (None, None, [])

    def with_fields(self, request, guide):
        """Return the page for the values in ``request``."""
        fields = format_html_join("", self.FIELD, _fields(request))
        return str(fields).join(self._parts(request, guide))

    def _parts(self, request, guide):
        """Return the parts of the page before and after the fields."""
        cached_guide, day, parts = self.cached
        if cached_guide is not guide or day != timezone.localdate():
            context = {"fields": [("here", "")], "busy": True, "here": "handout"}
            context["heading"] = _("Too many PDF files at once")
            page = render(request, "handout/no_pdf.html", context, guide=guide)
            parts = page.rendered_content.split(self.FIELD.format("here", ""))
            self.cached = (guide, timezone.localdate(), parts)
        return parts


busy_page = BusyPage()


def _busy(request, guide, retry_after):
    response = HttpResponse(busy_page.with_fields(request, guide), status=503)
    response.headers["Retry-After"] = str(retry_after)
    response._has_been_logged = True  # ``work_limit`` logs refusals, once for many
    return response


@csrf_exempt
@for_this_reader
@require_POST
def change(request):
    """Show the form with the submitted values and without errors, to change the choices.

    The button that was pressed may take a page off, add one, look for some by name, or show what
    fits what the visit is about.
    """
    guide = _guide(request, request.POST)
    data = request.POST.copy()
    before = HandoutForm.kept(data, guide=guide)
    _take_off(data, data.get("drop", ""))
    _put_on(data, data.get("add", ""))
    if before.ticked_as_suggested() and {"drop", "add", "fit"} & set(data):
        data.setlist("question", HandoutForm.kept(data, guide=guide).suggested_values())
    found = None if "add" in data or not data.get("find") else _found(guide, data["find"])
    if "add" in data:
        data["find"] = ""
    opens = topics.OPENS.get(data.get("about"), "") if "fit" in data else ""
    form = HandoutForm.kept(data, guide=guide)
    return _form(request, guide, form, found=found, opens=opens, fitted=_fitted(data, before))


def _fitted(data, before):
    """Return what the button for what fits did to the form ``before``; empty if it was not pressed.

    "ticked" or "kept" tells whether the questions were replaced, "nothing" that no topic is chosen.
    """
    if "fit" not in data:
        return ""
    if data.get("about") not in build.TOPICS:
        return "nothing"
    return "ticked" if before.ticked_as_suggested() else "kept"


def _take_off(data, choice):
    """Remove ``choice``, a field and a slug, from the submitted values."""
    field, _, slug = choice.partition("/")
    data.setlist(field, [value for value in data.getlist(field) if value != slug])


def _put_on(data, choice):
    """Add ``choice``, a field and a slug, to the submitted values."""
    field, _, slug = choice.partition("/")
    if slug and slug not in data.getlist(field):
        data.appendlist(field, slug)


MOST_FOUND = 6
"""The most pages that are offered for what a reader looks for."""


def _found(guide, words):
    """Return (field, slug, name) of the pages whose name has ``words`` or is spelled like them."""
    fields = {kind.id: kind.form_field for kind in on_handouts()}
    pages = current_search().nearest(words, most=MOST_FOUND * 3)
    return [
        (fields[page.kind], page.slug, getattr(page, "full_name", page.title))
        for page in pages
        if page.kind in fields and page.key in guide.pages
    ][:MOST_FOUND]


def _again(before, keys):
    """Return (field, value) for a form that chooses the pages ``keys`` of the guide ``before``."""
    return [
        ("edition", before.number),
        *((KINDS[kind].form_field, slug) for kind, slug in (key.split("/") for key in keys)),
        *HandoutForm.as_first_shown(),
    ]


def _is_staff(request):
    """Return whether the user is verified staff; False if the database cannot be read."""
    try:
        return request.is_staff_session()
    except DatabaseError:
        return False


@csrf_exempt
@for_this_reader
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Show whether a printed handout is still current, and what changed since.

    A typed code is sent by POST, because it reveals the reader's choices. The QR code of a handout
    can only contain an address, so the code is in its query (ADR 0018).
    """
    guide = current_guide()
    data = request.POST if request.method == "POST" else request.GET
    is_submitted = request.method == "POST" or "code" in request.GET
    form = CheckForm(data if is_submitted else None)
    context = {"form": form, "here": "handout", "found": None, "before": None, "again": ()}
    status = 200
    if is_submitted and form.is_valid():
        try:
            context["before"] = before = guide_numbered(form.cleaned_data["code"].edition)
            keys = form.cleaned_data["code"].keys(before.keys)
            context["found"] = changes_since(before, guide, keys)
            context["again"] = _again(before, keys) if _is_staff(request) else ()
        except (NoSuchEdition, check_code.BadCode):
            form.add_error("code", "No sheet of ours has this code. Look at each sign again.")
        except EditionUnavailable:
            form.add_error("code", "We cannot look this up right now. Try again in a few minutes.")
            status = 503
    if is_submitted and form.errors and status == 200:
        status = 422
    return render(request, "handout/check.html", context, guide=guide, status=status)
