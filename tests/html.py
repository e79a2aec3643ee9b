"""Reads a page as its reader's browser would: just enough of HTML for the crawl."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
POINTS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class Reader(HTMLParser):
    """Collects what the crawl asks about. ``faults`` holds what is wrong with the markup."""

    def __init__(self, html):
        super().__init__()
        self.open, self.faults = [], []
        self.ids, self.links, self.points, self.headings = [], [], [], []
        self.forbidden = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            if "a" in self.open[:-1]:
                self.faults.append(f"a link inside a link: {values['href']}")
            self.links.append(values["href"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        for name in POINTS:
            self.points += (values.get(name) or "").split()
        if tag in ("script", "style") or "style" in values:
            self.forbidden.append(tag)
        self.forbidden += [name for name in values if name.startswith("on")]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


class _Words(HTMLParser):
    """Collects the text of a page, but no numbers of sources and nothing that is not printed."""

    def __init__(self):
        super().__init__()
        self.found, self.hidden = [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in VOID:
            return
        left_out = "no-print" in (values.get("class") or "") or values.get("aria-hidden") == "true"
        if self.hidden or tag == "sup" or left_out:
            self.hidden.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self.hidden:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden:
            self.found.append(data)


def words_of(html):
    """Return the words of a page as a sheet of paper shows them, without the numbers of sources."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join(reader.found)


def form_data(response):
    """Return what a browser would send for the admin form in ``response``, unchanged."""
    form = response.context["adminform"].form
    forms = [form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for one in forms:
        for bound in one:
            value = bound.value()
            if isinstance(bound.field.initial, bool) or isinstance(value, bool):
                if value:
                    data[bound.html_name] = "on"
            elif isinstance(value, list | tuple | set):
                data[bound.html_name] = [getattr(item, "pk", item) for item in value]
            elif hasattr(value, "values_list"):
                data[bound.html_name] = [row.pk for row in value]
            else:
                data[bound.html_name] = "" if value is None else value
    return data
