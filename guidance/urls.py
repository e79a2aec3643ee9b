"""The public addresses."""

from django.urls import path

from guidance.views import handout, machines, pages, preview, walk

urlpatterns = [
    path("", pages.home, name="home"),
    path("types/", pages.subtypes, name="subtypes"),
    path("types/<slug:slug>/", pages.subtype, name="subtype"),
    path("treatments/", pages.therapies, name="therapies"),
    path("treatments/<slug:slug>/", pages.therapy, name="therapy"),
    path("side-effects/", pages.side_effects, name="side_effects"),
    path("side-effects/<slug:slug>/", pages.side_effect, name="side_effect"),
    path("symptoms/", pages.symptoms, name="symptoms"),
    path("symptoms/<slug:slug>/", pages.symptom, name="symptom"),
    path("sources/", pages.sources, name="sources"),
    path("sources/<slug:key>/", pages.source, name="source"),
    path("glossary/", pages.glossary, name="glossary"),
    path("get-help/", pages.get_help, name="get_help"),
    path("about/", pages.info, {"slug": "about"}, name="about"),
    path("about/<slug:slug>/", pages.info_below_about, name="info"),
    path("privacy/", pages.info, {"slug": "privacy"}, name="privacy"),
    path("accessibility/", pages.info, {"slug": "accessibility"}, name="accessibility"),
    path("find-your-type/", walk.start, name="walk"),
    path("find-your-type/check-answers/", walk.check_answers, name="walk_check"),
    path("find-your-type/result/", walk.result, name="walk_result"),
    path("find-your-type/pause/", walk.pause, name="walk_pause"),
    path("find-your-type/clear/", walk.clear, name="walk_clear"),
    path("find-your-type/<slug:key>/", walk.question, name="walk_question"),
    path("handout/", handout.choose, name="handout"),
    path("handout/print/", handout.print_page, name="handout_print"),
    path("handout/pdf/", handout.pdf_file, name="handout_pdf"),
    path("handout/check/", handout.check, name="handout_check"),
    path("handout/change/", handout.change, name="handout_change"),
    path("preview/<str:model>/<int:pk>/", preview.preview, name="preview"),
    path("healthz", machines.healthz, name="healthz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
]
