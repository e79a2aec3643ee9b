"""Previews: drafts and frozen versions in the public template, for staff and invited readers."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guidance.editorial.current import guide_overlaid_with, preview_guide
from guidance.editorial.drafts import NoSuchDraft, find_draft
from guidance.editorial.preview_links import pages_behind_link
from guidance.editorial.snapshots import CannotFreeze
from guidance.editorial.withdrawal import version_page
from guidance.handout import build
from guidance.pages.kinds import KINDS
from guidance.pages.site_pages import SignsPage, WalkPage
from guidance.views import walk_preview
from guidance.views.handout import lay_out, on_paper
from guidance.views.render import render, render_page


def _private(response):
    """Set headers that forbid caching and indexing, and allow the review page to frame it."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.may_be_framed = True
    return response


@require_safe
@login_required
def preview(request, model, pk):
    """Show a draft row as a page with a banner, to staff who may view it."""
    if not request.user.is_staff or not request.user.has_perm(f"guidance.view_{model}"):
        raise PermissionDenied
    try:
        guide, page = preview_guide(find_draft(model, pk))
    except NoSuchDraft as error:
        raise Http404 from error
    except CannotFreeze as error:
        return _private(render(request, "pages/preview_refused.html", {"reason": str(error)}))
    return _shown(request, guide, page, edit=reverse(f"admin:guidance_{model}_change", args=[pk]))


def _shown(request, guide, page, **more):
    """Show ``page`` or, if it has no page of its own, one on which readers see it."""
    if isinstance(page, WalkPage):
        return _private(walk_preview.preview(request, guide, page, **more))
    if not KINDS[page.kind].template:
        page = guide.help if isinstance(page, SignsPage) else guide.info("home")
    return _private(render_page(request, guide, page, preview=True, **more))


def _version_or_404(request, pk):
    if not request.user.is_staff or not request.user.has_perm("guidance.view_pageversion"):
        raise PermissionDenied
    page = version_page(pk)
    if page is None:
        raise Http404
    return page


@require_safe
@login_required
def version(request, pk):
    """Show a version as a page of the current guide."""
    page = _version_or_404(request, pk)
    return _shown(request, guide_overlaid_with([page]), page, edit="")


@require_safe
@login_required
def version_handout(request, pk):
    """Show a version as it would be printed on a handout."""
    page = _version_or_404(request, pk)
    guide = guide_overlaid_with([page])
    choices = build.choices_for(page)
    if choices is None:
        raise Http404
    context = {**on_paper(lay_out(guide, choices)), "fields": [], "preview": True, "edit": ""}
    return _private(render(request, "handout/print.html", context, guide=guide))


@require_safe
def shared(request, token):
    """List the pages of a submission for the holder of a preview link."""
    pages = _pages_behind(token)
    context = {"pages": pages, "token": token, "here": "preview"}
    return _private(render(request, "pages/preview_shared.html", context))


@require_safe
def shared_page(request, token, row):
    """Show a page of a submission to the holder of a preview link."""
    pages = _pages_behind(token)
    if row not in pages:
        raise Http404
    return _shown(request, guide_overlaid_with(pages.values()), pages[row], edit="")


def _pages_behind(token):
    """Return {row id: page} of a preview link; raise ``Http404`` if it does not work."""
    pages = pages_behind_link(token)
    if pages is None:
        raise Http404
    return pages
