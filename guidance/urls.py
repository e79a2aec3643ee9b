"""The public addresses."""

from django.urls import path

from guidance.pages.kinds import drafted
from guidance.views import (
    compare,
    handout,
    pages,
    preview,
    search,
    walk,
    walk_at_once,
    well_known,
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("types/", pages.subtypes, name="subtypes"),
    path("treatments/", pages.therapies, name="therapies"),
    path("treatments/compare/", compare.side_by_side, name="compare"),
    path("side-effects/", pages.side_effects, name="side_effects"),
    path("symptoms/", pages.symptoms, name="symptoms"),
    path("living-with-spms/", pages.topics, name="topics"),
    path("sources/", pages.sources, name="sources"),
    path("sources/by/<slug:letter>/", pages.sources_of_letter, name="sources_of_letter"),
    path("sources/<slug:key>/", pages.source, name="source"),
    path("glossary/", pages.glossary, name="glossary"),
    path("search/", search.search, name="search"),
    path("get-help/", pages.get_help, name="get_help"),
    path("get-help/sources/", pages.sources_of_help, name="sources_of_help"),
    path("get-help/by-treatment/", pages.signs_by_treatment, name="signs_by_treatment"),
    path("get-help/<slug:part>/", pages.signs_of_part, name="signs_of_part"),
    path("about/", pages.page_of_kind, {"kind": "info", "slug": "about"}, name="about"),
    path("about/changes/", pages.changes, name="changes"),
    path("about/changes/feed.xml", well_known.changes_feed, name="changes_feed"),
    path("about/<slug:slug>/", pages.info_below_about, name="info"),
    path("privacy/", pages.page_of_kind, {"kind": "info", "slug": "privacy"}, name="privacy"),
    path(
        "accessibility/",
        pages.page_of_kind,
        {"kind": "info", "slug": "accessibility"},
        name="accessibility",
    ),
    path("find-your-type/", walk.start, name="walk"),
    path("find-your-type/check-answers/", walk.check_answers, name="walk_check"),
    path("find-your-type/result/", walk.result, name="walk_result"),
    path("find-your-type/pause/", walk.pause, name="walk_pause"),
    path("find-your-type/clear/", walk.clear, name="walk_clear"),
    path("find-your-type/cleared/", walk.cleared, name="walk_cleared"),
    path("find-your-type/cleared/mark.svg", walk.cleared_mark, name="walk_cleared_mark"),
    path("find-your-type/no-answers/", walk.no_answers, name="walk_no_answers"),
    path("find-your-type/other-ways/", walk.other_ways, name="walk_other_ways"),
    path("find-your-type/carry/", walk.carry, name="walk_carry"),
    path("find-your-type/all/", walk_at_once.at_once, name="walk_at_once"),
    path("find-your-type/paper/", walk_at_once.on_paper, name="walk_paper"),
    path("find-your-type/<slug:key>/", walk.question, name="walk_question"),
    path("what-matters/", compare.what_matters, name="what_matters"),
    path("handout/", handout.choose, name="handout"),
    path("handout/print/", handout.print_page, name="handout_print"),
    path("handout/pdf/", handout.pdf_file, name="handout_pdf"),
    path("handout/check/", handout.check, name="handout_check"),
    path("handout/change/", handout.change, name="handout_change"),
    path("preview/version/<int:pk>/", preview.version, name="preview_version"),
    path(
        "preview/version/<int:pk>/handout/",
        preview.version_handout,
        name="preview_version_handout",
    ),
    path("shared/<str:token>/", preview.shared, name="preview_shared"),
    path("shared/<str:token>/<int:row>/", preview.shared_page, name="preview_shared_page"),
    path("preview/<str:model>/<int:pk>/", preview.preview, name="preview"),
    path("livez", well_known.livez, name="livez"),
    path("readyz", well_known.readyz, name="readyz"),
    path("healthz", well_known.healthz, name="healthz"),
    path("robots.txt", well_known.robots, name="robots"),
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path(".well-known/security.txt", well_known.security, name="security"),
    *(
        path(f"{kind.path}<slug:slug>/", pages.page_of_kind, {"kind": kind.id}, name=kind.route)
        for kind in drafted()
        if kind.path
    ),
]
