"""Unexpected values in addresses of the staff area never cause a server error.

The site is one of its own, on SQLite and on PostgreSQL, which compare values differently.
"""

import json

import pytest

ASK = """
from itertools import product
from urllib.parse import quote
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.staff import signed_in

boss = get_user_model().objects.create_superuser("boss", password="a-long-test-password")
client = signed_in(Client(SERVER_NAME="127.0.0.1", raise_request_exception=False), boss)
values, of_each_filter = %s
answers, bad = {}, []


def ask(path, **data):
    response = client.post(path, data) if data else client.get(path)
    answers[response.status_code] = answers.get(response.status_code, 0) + 1
    if response.status_code >= 500:
        bad.append([path, data, response.status_code])


for model, model_admin in admin.site._registry.items():
    opts = model._meta
    if opts.app_label not in ("guidance", "auth"):
        continue
    base = f"admin:{opts.app_label}_{opts.model_name}"
    names = ["q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "review", "no_such", "pk",
             "id__exact", "id__in", "id__gt", "group", "name__exact", "\\0"]
    for one in model_admin.get_list_filter(client.request().wsgi_request):
        name = one[0] if isinstance(one, tuple) else one
        if isinstance(name, str):
            names += [name, f"{name}__exact", f"{name}__gte", f"{name}__lt", f"{name}__isempty",
                      f"{name}__isnull", f"{name}__in"]
    if model_admin.date_hierarchy:
        names += [f"{model_admin.date_hierarchy}__{part}" for part in ("year", "month", "day",
                                                                       "gte", "lt")]
        for year, month, day in (("9999", "12", "31"), ("1", "1", "1"), ("2026", "13", "0"),
                                 ("9999", "12", "")):
            ask(reverse(f"{base}_changelist") + "?" + "&".join(
                f"{model_admin.date_hierarchy}__{part}={value}"
                for part, value in (("year", year), ("month", month), ("day", day)) if value))
    for number, name in enumerate(dict.fromkeys(names)):
        for value in [values[(number + more) %% 4] for more in range(of_each_filter)]:
            ask(f"{reverse(f'{base}_changelist')}?{quote(name)}={quote(value)}")
    for value in values[:7]:
        ask(reverse(f"{base}_changelist") + quote(value, safe="") + "/change/")
        ask(reverse(f"{base}_changelist"), action="delete_selected", _selected_action=value,
            index="0", post="yes")
        ask(reverse(f"{base}_changelist"), action=value or "x", _selected_action=value, index=value)
own = {
    "admin:guidance_pageversion_history": ["page"],
    "admin:guidance_pageversion_withdraw": ["page"],
    "admin:guidance_pageversion_withdrawn": ["page"],
    "admin:guidance_submission_submit": ["page", "all"],
    "admin:guidance_offer_page": ["page"],
    "admin:guidance_source_claims": ["page", "words", "page_kind", "source", "source_kind", "tier",
                                     "how_checked", "checked_before", "only_secondary", "uncited"],
    "admin:guidance_source_claims_csv": ["words", "checked_before", "source"],
    "admin:autocomplete": ["term", "page", "app_label", "model_name", "field_name"],
    "handout": ["edition", "template", "treatment"],
    "sign_in_account": ["next"],
    "admin:index": ["x"],
    "admin:jsi18n": ["x"],
}
chooser = "app_label=guidance&model_name=therapysideeffect&field_name=side_effect"
for view, names in own.items():
    few = of_each_filter if "claims" in view else 7  # each list of claims freezes every draft
    for name, value in product(names, values[:few]):
        known = "&" + chooser if view == "admin:autocomplete" else ""
        ask(f"{reverse(view)}?{known[1:]}&{name}={quote(value)}")
for value in values:
    digits = value if value.isdecimal() else "0"
    for path in (f"guidance/submission/{digits}/approve/", f"guidance/submission/{digits}/link/",
                 f"guidance/submission/{digits}/revoke/{digits}/",
                 f"guidance/pageversion/{digits}/restore/", f"guidance/offer/{digits}/take/"):
        ask(f"/admin/{path}", x="1")
    word = quote(value, safe="") or "x"
    for path in (f"preview/version/{digits}", f"preview/therapy/{digits}", f"preview/{word}/1",
                 f"shared/{word}"):
        ask(f"/{path}/")
print(json.dumps({"bad": bad[:20], "asked": sum(answers.values()), "kinds": sorted(answers)}))
"""
VALUES = [
    # The filters of every list get the first four, in turn or all.
    "\0",
    "x",
    "9" * 30,
    "9999",
    "9999-12-31",
    "",
    "a\0b",
    "-1",
    "9223372036854775808",
    "0000-00-00",
    "9999-12-31 23:59:59",
    "1e999",
    "NaN",
    "%",
    "\\",
    "'\"",
    "\ud7ff\uffff",
    "é" * 5000,
    ",",
    "True",
]


@pytest.mark.parametrize("of_each_filter", [1, pytest.param(4, marks=pytest.mark.long)])
def test_no_value_in_an_address_of_the_staff_area_is_an_error_of_ours(own_site, of_each_filter):
    answers = own_site.ask(ASK % json.dumps([VALUES, of_each_filter]))
    assert answers["bad"] == [], answers["bad"]
    assert answers["asked"] > 500 * of_each_filter
    assert 400 in answers["kinds"]
