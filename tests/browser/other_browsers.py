"""Look at a running site with Firefox and WebKit: ``python other_browsers.py ADDRESS FOLDER``.

This is not a test of the suite: ``make other-browsers`` installs what it needs. It needs Debian's
``firefox-esr``, ``webkit2gtk-driver``, ``xvfb`` and ``poppler-utils``. It writes pictures to
FOLDER, prints what it found on each page, and fails if something is wrong.

Firefox is driven over WebDriver BiDi with Playwright, because Debian has no geckodriver, which
Selenium needs. Playwright 1.58 is the newest that asks for no command that this Firefox lacks.
WebKit is driven with Selenium, because Playwright only drives a WebKit of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PATHS = {
    "home": "/",
    "siponimod": "/treatments/siponimod/",
    "bladder": "/symptoms/bladder/",
    "active-progressing": "/types/active-progressing/",
    "types": "/types/",
    "pml": "/side-effects/pml/",
    "get-help": "/get-help/",
    "treatments": "/treatments/",
    "walk": "/find-your-type/",
    "question": "/find-your-type/safety/",
    "compare": "/treatments/compare/?treatment=siponimod&treatment=ocrelizumab",
    "what-matters": "/what-matters/",
    "handout": "/handout/",
    "signs-by-treatment": "/get-help/by-treatment/",
    "driving": "/living-with-spms/driving/",
    "search": "/search/?q=tysabry",
}
WIDTHS = (390, 1280)
HEIGHT = 844
MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
LETTER = {"width": "21.59in", "height": "27.94in"}
"""US letter: over BiDi, Firefox takes the centimeters that it asks for as if they were inches."""
NARROW_TOOLBAR = "* { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px }"
"""The toolbar of WebKit's test browser is wider than 390 pixels in its own style."""
DISPLAY = "96"
"""The display of the virtual screen that WebKit draws on."""

STATE = """
const seen = one => one.getBoundingClientRect().height > 0;
const backgrounds = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
return {
  h1: seen(document.querySelector('h1')),
  wider: document.documentElement.scrollWidth - window.innerWidth,
  width: window.innerWidth,
  dark: Math.max(...backgrounds) < 128,
  closed: document.querySelectorAll('main details:not([open], .where-from, .review-status)').length,
};
"""
FIRST_CLOSED = "main details.closed-part:not([open])"
OPENED = """
const part = document.querySelector('main details.closed-part');
return part ? part.open && part.lastElementChild.getBoundingClientRect().height > 0 : null;
"""
LAST_CLOSED_ID = """
const ids = document.querySelectorAll('main details:not([open]) .closed-part__body[id]');
return ids.length ? ids[ids.length - 1].id : null;
"""
SHOWS = """
const target = document.getElementById(location.hash.slice(1));
const box = target.getBoundingClientRect();
return box.height > 0 && box.top < window.innerHeight;
"""
WORDS_OF_CLOSED = """
const parts = [...document.querySelectorAll('main .closed-part__body')];
const lines = parts.map(part => part.querySelector('li:not(:has(li)), p:not(.small-heading)'));
return lines.map(line => line.textContent.trim().split(/\\s+/).slice(0, 3).join(' '));
"""


class Firefox:
    """Debian's Firefox over WebDriver BiDi."""

    prints = True

    def __init__(self, page):
        self.page = page

    def open(self, address):
        self.page.goto("about:blank")  # an address that differs in its fragment is loaded anew
        self.page.goto(address)

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def run(self, script):
        return self.page.evaluate(f"() => {{{script}}}")

    def click(self, selector):
        self.page.locator(f"{selector} > summary").first.click()

    def picture(self, path):
        self.page.screenshot(path=path, full_page=True)

    def printed_words(self):
        """Return the words of the page as it is printed."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as paper:
            self.page.pdf(path=paper.name, **LETTER)
            said = subprocess.run(
                ["pdftotext", "-raw", paper.name, "-"], capture_output=True, text=True, check=True
            )
        return " ".join(said.stdout.split())


class WebKit:
    """Debian's WebKitGTK. Its driver cannot print."""

    prints = False

    def __init__(self, driver):
        self.driver = driver

    def open(self, address):
        self.driver.get("about:blank")
        self.driver.get(address)

    def resize(self, width):
        self.driver.set_window_size(width, HEIGHT)
        time.sleep(0.3)

    def run(self, script):
        return self.driver.execute_script(script)

    def click(self, selector):
        self.driver.find_element("css selector", f"{selector} > summary").click()

    def picture(self, path):
        self.driver.save_screenshot(str(path))


@contextmanager
def firefox(dark):
    """Start Firefox, with a preference for dark colors or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.firefox.launch(
            channel="moz-firefox",
            executable_path="/usr/bin/firefox-esr",
            firefox_user_prefs={"layout.css.prefers-color-scheme.content-override": int(not dark)},
        )
        kept = {"color_scheme": "null", "reduced_motion": "null", "forced_colors": "null"}
        yield browser.version, Firefox(browser.new_context(**kept).new_page())
        browser.close()


@contextmanager
def webkit(dark):
    """Start WebKit on a screen of its own, with a preference for dark colors or not."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    screen = subprocess.Popen(["Xvfb", f":{DISPLAY}", "-screen", "0", "1400x1000x24"])
    with tempfile.TemporaryDirectory() as config:
        style = Path(config, "gtk-3.0", "gtk.css")
        style.parent.mkdir()
        style.write_text(NARROW_TOOLBAR)
        os.environ |= {
            "DISPLAY": f":{DISPLAY}",
            "XDG_CONFIG_HOME": config,
            "GTK_THEME": "Adwaita:dark" if dark else "Adwaita",
            # Containers have no namespaces for the sandbox. Only our own site is opened.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        time.sleep(1)
        options = Options()
        options.binary_location = MINI_BROWSER
        options.add_argument("--automation")
        try:
            service = Service("/usr/bin/WebKitWebDriver")
            driver = webdriver.WebKitGTK(options=options, service=service)
            try:
                yield driver.capabilities["browserVersion"], WebKit(driver)
            finally:
                driver.quit()
        finally:
            screen.terminate()
            screen.wait()


def faults_of_page(browser, address, width, dark):
    """Yield what is wrong with a page in words, as it is before anything is opened."""
    browser.resize(width)
    browser.open(address)
    state = browser.run(STATE)
    if not state["h1"]:
        yield "no h1 is seen"
    if state["width"] != width:
        yield f"the window is {state['width']} wide"
    if state["wider"] > 0:
        yield f"it scrolls sideways by {state['wider']} pixels"
    if state["dark"] != dark:
        yield "its background is dark" if state["dark"] else "its background is light"


def faults_of_closed_parts(browser, address):
    """Yield what is wrong with opening the parts of a page: by click, link, address and print."""
    browser.open(address)
    anchor = browser.run(LAST_CLOSED_ID)
    words = browser.run(WORDS_OF_CLOSED)
    if anchor is None:
        return
    browser.click(FIRST_CLOSED)
    if not browser.run(OPENED):
        yield "a click opens no part"
    browser.open(f"{address}#{anchor}")
    time.sleep(0.3)
    if not browser.run(SHOWS):
        yield f"#{anchor} does not open its part"
    browser.open(f"{address}{'&' if '?' in address else '?'}all=1")
    if closed := browser.run(STATE)["closed"]:
        yield f"?all=1 leaves {closed} parts closed"
    if browser.prints:
        browser.open(address)
        printed = browser.printed_words()
        missing = [one for one in words if one not in printed]
        if missing:
            yield f"print leaves out: {missing}"


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def look(name, start, address, folder):
    """Look at all pages with one browser. Return the number of faults."""
    found = 0
    for dark in (False, True):
        with start(dark) as (version, browser):
            say(f"{name} {version}, {'dark' if dark else 'light'}")
            for page, path in PATHS.items():
                faults = []
                for width in WIDTHS:
                    said = faults_of_page(browser, f"{address}{path}", width, dark)
                    faults += [f"{width}: {one}" for one in said]
                    shade = "-dark" if dark else ""
                    browser.picture(folder / f"{name}-{page}-{width}{shade}.png")
                if not dark:
                    faults += faults_of_closed_parts(browser, f"{address}{path}")
                say(f"  {page}: {'; '.join(faults) or 'nothing wrong'}")
                found += len(faults)
    return found


if __name__ == "__main__":
    site, pictures = sys.argv[1], Path(sys.argv[2])
    pictures.mkdir(parents=True, exist_ok=True)
    browsers = {"firefox": firefox, "webkit": webkit}
    chosen = sys.argv[3:] or browsers
    sys.exit(min(1, sum(look(name, browsers[name], site, pictures) for name in chosen)))
