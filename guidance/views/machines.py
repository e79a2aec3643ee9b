"""Addresses for machines: health, robots, sitemap, security contact."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidance.publishing import NoEdition, current_guide
from guidance.views.addresses import PLACES, address
from guidance.views.render import render


@never_cache
@require_safe
def healthz(request):
    """Answer 200 with the edition number, or 503 with what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "missing": "database"}, status=503)
    try:
        guide = current_guide()
    except NoEdition:
        return JsonResponse({"status": "unavailable", "missing": "edition"}, status=503)
    return JsonResponse({"status": "ok", "edition": guide.number})


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /find-your-type/",
        "Allow: /find-your-type/$",
        f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemap')}",
    ]
    return _text(lines)


@require_safe
def sitemap(request):
    guide = current_guide()
    paths = {address(page) for page in guide.pages.values()}
    paths |= {reverse(name) for name in (PLACES["find-your-type"], "compare", "what_matters")}
    context = {"addresses": [settings.SITE_ADDRESS + path for path in sorted(paths)]}
    response = render(request, "guidance/sitemap.xml", context, guide=guide)
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


@require_safe
def security(request):
    """Say whom to tell about a security fault (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires}",
            "Preferred-Languages: en",
            f"Canonical: {settings.SITE_ADDRESS}{reverse('security')}",
        ]
    )


def _text(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
