"""URLs for programs: health checks, robots.txt, sitemap, security contact, feed."""

from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidance.delivery import cache_for_edition
from guidance.editorial.current import current_guide, health, recent_editions, shown_to_readers
from guidance.pages.choices import BodyPart
from guidance.pages.guide import SIGNS
from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.sources_by_letter import by_letter
from guidance.pages.text_input import for_xml
from guidance.views.page_urls import address
from guidance.views.pages import MOST_EDITIONS
from guidance.views.render import render

HEALTH_PATHS = ("livez", "readyz", "healthz")
"""The health checks, which load balancers request by IP address and without TLS."""


@never_cache
@require_safe
def livez(request):
    """Answer 200 if this process can show an edition, else 503; for load balancers."""
    state = health()
    if state.edition is None:
        return _unavailable("edition")
    return JsonResponse({"status": "ok", "edition": state.edition})


@never_cache
@require_safe
def readyz(request):
    """Answer 200 if the database also answers; say if the edition is from the copy."""
    state = health()
    details = {"edition": state.edition, "from": state.came_from}
    if not state.database:
        return _unavailable("database", **details)
    if state.edition is None:
        return _unavailable("edition")
    if not staticfiles_storage.is_collected():
        return _unavailable("static files", **details)
    return JsonResponse({"status": "ok", **details})


@never_cache
@require_safe
def healthz(request):
    """Answer 200 with the edition number, or 503 with the problems; for monitoring."""
    state = health()
    if not state.database:
        return _unavailable("database")
    if state.edition is None:
        return _unavailable("edition")
    if not staticfiles_storage.is_collected():
        return _unavailable("static files")
    return JsonResponse({"status": "ok", "edition": state.edition})


def _unavailable(missing, **more):
    response = JsonResponse({"status": "unavailable", "missing": missing, **more}, status=503)
    response._has_been_logged = True  # the thread in ``serving`` logs the cause, once
    return response


@require_safe
def robots(request):
    if not shown_to_readers():
        return _text(["User-agent: *", "Disallow: /"])
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /preview/",
        "Disallow: /shared/",
        "Disallow: /search/",
        "Disallow: /find-your-type/",
        "Allow: /find-your-type/$",
        f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemap')}",
    ]
    return _text(lines)


@require_safe
def sitemap(request):
    guide = current_guide()
    shown = [page for page in guide.pages.values() if KINDS[page.kind].route]
    other_routes = (INFO_ROUTES["find-your-type"], "compare", "what_matters", "changes")
    other_routes += ("sources_of_help",)
    if _parts_of_signs(guide):
        other_routes += ("signs_by_treatment",)
    paths = {*map(address, shown), *map(reverse, other_routes)}
    paths |= {reverse("signs_of_part", args=[part]) for part in _parts_of_signs(guide)}
    for letter in by_letter(guide.sources_used()):
        paths.add(reverse("sources_of_letter", args=[letter.slug]))
    context = {"addresses": [settings.SITE_ADDRESS + path for path in sorted(paths)]}
    response = render(request, "pages/sitemap.xml", context, guide=guide)
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


def _parts_of_signs(guide):
    """Return the parts of the body that have a page, none if get-help or signs are missing."""
    pages = [guide.pages.get(key) for key in (KINDS["help"].key, SIGNS)]
    parts = {sign.part for sign in pages[1].signs} if all(pages) else set()
    return [part for part in BodyPart if part in parts]


@require_safe
def security(request):
    """Return the security contact (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires}",
            "Preferred-Languages: en",
            f"Canonical: {settings.SITE_ADDRESS}{reverse('security')}",
        ]
    )


@require_safe
def changes_feed(request):
    """Return the list of changes as a feed (Atom, RFC 4287)."""
    list_address = f"{settings.SITE_ADDRESS}{reverse('changes')}"
    feed = Atom1Feed(
        title=for_xml(f"{current_guide().clinic.title}: {_('changes to the SPMS guide')}"),
        link=list_address,
        feed_url=f"{settings.SITE_ADDRESS}{reverse('changes_feed')}",
        description=_("What changed on which page, and why."),
        language="en",
    )
    for edition in recent_editions(MOST_EDITIONS):
        titles = ", ".join(change["title"] for change in edition.changes[:10])
        feed.add_item(
            title=for_xml(f"{_('Edition')} {edition.number}{': ' if titles else ''}{titles}"),
            link=f"{list_address}#edition-{edition.number}",
            unique_id=f"{list_address}#edition-{edition.number}",
            description=for_xml(edition.note),  # a stored note may have any character
            updateddate=edition.published_at,
            pubdate=edition.published_at,
        )
    return cache_for_edition(
        HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    )


def _text(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
