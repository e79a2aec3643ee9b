"""The journeys of a patient and of an editor, in a real browser."""

import itertools
import re
import sqlite3

import pytest

from tests.browser.waiting import wait_for_title


def choose(page, answer):
    for value in answer.split("+"):
        page.locator(f"input[value={value}]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def walk(page, *answers):
    page.goto("/find-your-type/safety/")
    for answer in answers:
        choose(page, answer)


ACTIVE_PROGRESSING = ("none", "spms", "yes", "never", "walking+hands", "slowly", "planned")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_misspelt_brand_is_found_from_the_home_page_with_the_keyboard(open_page, width):
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 900})
    field = page.get_by_role("searchbox", name="Search this guide")
    field.focus()
    page.keyboard.type("tysabry")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("searchbox").input_value() == "tysabry"
    page.get_by_role("heading", name="Natalizumab (Tysabri, Tyruko)").get_by_role("link").click()
    assert page.url.endswith("/treatments/natalizumab/")
    page.goto("/find-your-type/safety/")
    assert page.get_by_role("searchbox").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_first_question_to_a_printed_handout_without_javascript(open_page, width):
    page = open_page(java_script_enabled=False, viewport={"width": width, "height": 900})
    page.get_by_role("link", name="I do not know my type").click()
    page.get_by_role("link", name="Start").click()
    for answer in ACTIVE_PROGRESSING:
        choose(page, answer)
    assert page.url.endswith("/find-your-type/check-answers/")
    page.get_by_role("link", name="See").or_(
        page.get_by_role("link", name="Continue")
    ).first.click()
    assert "active and progressing SPMS" in page.get_by_role("heading", level=1).inner_text()

    page.get_by_role("link", name="Read: ").first.click()
    assert page.url.endswith("/types/active-progressing/")
    page.locator("main").get_by_role("link", name="Siponimod Mayzent").click()
    assert page.url.endswith("/treatments/siponimod/")

    pregnancy = page.locator("#pregnancy")
    assert not pregnancy.is_visible()
    page.locator("summary", has_text="Pregnancy and breastfeeding").click()
    assert pregnancy.is_visible()
    sources = pregnancy.locator(".where-from > summary")
    name = " ".join(sources.text_content().split())
    assert name == "Sources for the text above"  # begins with what is seen
    assert sources.bounding_box()["height"] >= 44
    sources.click()
    source = pregnancy.locator(".where-from a").first
    target = source.get_attribute("href")
    source.click()
    assert page.url.endswith(target)
    page.locator(f"{target} a").wait_for()  # its closed list opens
    page.goto("/treatments/siponimod/#stopping")
    page.locator("#stopping").wait_for()  # a part opens for a link to it
    page.goto("/treatments/siponimod/")

    page.locator("main a[href^='/handout/?treatment=siponimod']").first.click()
    assert page.locator("input[name=treatment][value=siponimod]").is_checked()
    page.locator("textarea[name=own]").fill("Can I travel? 🙂")
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    sheet = page.locator("main").inner_text()
    assert "Siponimod" in sheet
    assert "Can I travel? 🙂" in sheet


def test_the_body_on_get_help_leads_to_the_signs_of_a_part(open_page):
    page = open_page("/get-help/", java_script_enabled=False)
    page.locator("summary", has_text="All signs by body part").click()
    picture = page.locator("img[usemap]")
    area = page.locator("area[href='/get-help/eyes/']")
    left, top, _ = area.get_attribute("coords").split(",")
    picture.click(position={"x": int(left), "y": int(top)})
    page.wait_for_url("**/get-help/eyes/")
    assert page.get_by_role("link", name="Now: call 911").get_attribute("href") == "tel:911"
    assert "Sudden sight loss" in page.locator("#emergency").inner_text()
    page.locator("main").get_by_role("link", name="Get help").click()
    page.locator("#more-signs").wait_for()  # the list of parts is open again
    page.get_by_role("link", name="Chest, heart and legs").click()  # without the picture
    assert page.url.endswith("/get-help/heart/")
    page.goto("/get-help/#signs-heart")  # as somebody kept it
    page.locator("#signs-heart").wait_for()


def test_get_help_leads_to_the_signs_of_a_treatment_and_its_old_place_lands(open_page):
    page = open_page("/get-help/#by-treatment", java_script_enabled=False)
    assert page.locator("#by-treatment").is_visible()
    page.get_by_role("link", name="Signs by treatment").click()
    page.wait_for_url("**/get-help/by-treatment/")
    page.locator("summary", has_text="Natalizumab").click()
    opened = page.locator("#with-natalizumab")
    assert "Eye pain, redness or changed sight" in opened.inner_text()
    opened.get_by_role("link", name="All signs in full").click()
    assert page.url.endswith("/treatments/natalizumab/#when-to-call")


def test_the_walk_works_with_the_keyboard_alone(open_page):
    page = open_page("/find-your-type/safety/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "none"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").strip() == "Continue"
    page.keyboard.press("Enter")
    page.wait_for_url("**/told/**")


def test_an_error_takes_the_focus_and_its_link_leads_to_the_first_answer(open_page):
    page = open_page("/find-your-type/safety/")
    page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_role("group", name="There is a problem").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "radio"


def test_the_browsers_own_back_button_and_reload_lose_nothing(open_page):
    page = open_page()
    walk(page, *ACTIVE_PROGRESSING[:3])
    page.go_back()
    assert page.locator("input[value=yes]").is_checked()
    page.reload()
    assert page.locator("input[value=yes]").is_checked()


def test_an_emergency_sign_stops_at_a_page_with_one_thing_to_do(open_page):
    page = open_page()
    walk(page, "emergency")
    assert page.locator("main a[href='tel:911']").count() >= 1
    page.get_by_role("button", name="I had help").click()
    page.wait_for_url("**/told/**")


def test_after_a_walk_no_answer_is_in_the_log_the_database_or_an_address(open_page, site):
    def rows():
        with sqlite3.connect(f"file:{site.database}?mode=ro", uri=True) as database:
            return sorted(database.iterdump())

    before, logged = rows(), len(site.access_log)
    page = open_page()
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("response", lambda response: seen.append(response.headers.get("location", "")))
    walk(page, "crisis")
    page.get_by_role("button", name="I had help").click()
    page.wait_for_url("**/told/")
    for answer in ("not-sure", "think-so", "earlier", "cannot", "not-sure", "stopped"):
        choose(page, answer)
    page.goto("/find-your-type/result/")
    assert page.locator("h1").count() == 1
    assert rows() == before
    places = {"safety", "told", "relapse", "when", "mri", "harder", "medicine"}
    places |= {"pause", "check-answers", "result", ""}
    log = site.access_log[logged:]
    asked = [line for line in log.splitlines() if "/find-your-type/" in line]
    for text in [*seen, *asked]:
        for path in re.findall(r'/find-your-type/[^ "]*', text):
            assert path.removeprefix("/find-your-type/").strip("/") in places, text
    assert not any(word in log for word in ("crisis", "think-so", "not-sure", "stopped"))


def test_no_address_and_no_referrer_tells_an_outcome_a_choice_or_a_code(open_page, site):
    """A whole visit, from the first question to the check of a sheet, as the server logs it."""
    logged = len(site.access_log)
    page = open_page()
    walk(page, *ACTIVE_PROGRESSING)
    page.goto("/find-your-type/result/")
    page.get_by_role("link", name="Read: ").first.click()
    page.wait_for_url("**/types/active-progressing/")
    page.go_back()
    page.wait_for_url("**/find-your-type/result/")
    page.locator("summary", has_text="Your questions").click()
    page.get_by_role("button", name="Make a handout").first.click()
    page.wait_for_url("**/handout/change/")
    assert page.locator("input[name=type][value=active-progressing]").is_checked()
    assert page.locator("input[name=question]:checked").count() >= 3
    page.locator("main").get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    sheet = page.locator("main").inner_text()
    assert "Active and progressing" in sheet
    assert "Do you agree that my MS is active and progressing?" in sheet
    code = page.locator(".check-code strong").inner_text()
    page.goto("/handout/check/")
    page.get_by_label("The code on your sheet").fill(code)
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Still current.").first.wait_for()
    page.goto("/what-matters/")
    page.locator("input[name=point][value=risks]").check()
    page.locator("input[name=harm][value=pml]").check()
    page.locator("main button[type=submit]").click()
    wait_for_title(page, "My worksheet: ")
    page.locator("main a[href^='/treatments/']").first.click()
    page.wait_for_url(re.compile(r"/treatments/[\w-]+/"))
    # the line of a request: ... "GET /path HTTP/1.1" 200 123 "referrer" "browser"
    lines = [line.split('"') for line in site.access_log[logged:].splitlines()]
    assert len(lines) > 15
    assert {
        (request, referrer) for _, request, _, referrer, *_ in lines if referrer != "-"
    } == set()
    asked = [request.split()[1] for _, request, *_ in lines]
    assert [address for address in asked if "?" in address] == []
    assert code not in " ".join(asked)


@pytest.mark.parametrize("slug", ["siponimod", "teriflunomide", "corticosteroids"])
def test_name_facts_and_answer_of_a_medicine_stand_apart_on_a_phone(open_page, slug):
    page = open_page(f"/treatments/{slug}/", viewport={"width": 390, "height": 844})
    boxes = [page.locator(part).bounding_box() for part in (".page-name", ".facts-row", ".answer")]
    gaps = [low["y"] - high["y"] - high["height"] for high, low in itertools.pairwise(boxes)]
    assert all(6 <= gap <= 16 for gap in gaps), gaps


@pytest.mark.parametrize("width", [390, 1280])
def test_the_mark_of_a_boxed_warning_beside_bars_is_one_line_of_words(open_page, width):
    page = open_page("/treatments/mitoxantrone/", viewport={"width": width, "height": 900})
    page.locator("summary", has_text="All side effects").click()
    flag = page.locator("#all-side-effects .harm-chart .flag").first
    assert flag.bounding_box()["height"] < 60
