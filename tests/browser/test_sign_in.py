"""Each page of signing in, in light and dark and on a small screen."""

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import type_code, type_password
from tests.browser.test_accessibility import OVERFLOW
from tests.staff import code_of_key


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.long)])
def test_no_page_of_sign_in_breaks_a_rule_or_scrolls_sideways(open_page, width):
    name, found = f"newcomer-{width}", []

    def look(heading):
        assert page.locator("h1").inner_text() == heading
        found.extend(violations(page))
        if over := page.evaluate(OVERFLOW):
            found.append(f"{page.url} is {over} px too wide")

    page = open_page("/admin/", bypass_csp=True, viewport={"width": width, "height": 900})
    look("Sign in")
    type_password(page, name, "wrong-password")
    look("Sign in")
    type_password(page, name)
    look("Set up your phone")
    type_code(page, "1")
    look("Set up your phone")
    assert page.title().startswith("Error: ")
    type_code(page, code_of_key(page.locator("code").inner_text()))
    look("Your recovery codes")
    page.goto("/admin/account/")
    look("Your sign-in")

    page.goto("/admin/guidance/glossaryterm/add/")
    page.get_by_label("Definition").fill("A text that took long.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).first.click()
    look("You are signed out")
    assert page.locator("textarea").first.input_value() == "A text that took long."

    page.context.clear_cookies()
    page.goto("/admin/")
    type_password(page, name)
    look("Type a code")
    type_code(page, "no-such-code")
    look("Type a code")
    page.context.clear_cookies()
    page.goto("/admin/")
    for _ in range(4):
        type_password(page, name, "wrong-password")
    look("Sign-in is locked")
    assert found == []
