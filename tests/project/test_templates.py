"""Templates, icons and style sheets keep to the rules that make them readable in a review."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError

from spms_site.static_files import compact

TEMPLATES = settings.BASE_DIR / "templates"
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
ICONS = sorted((TEMPLATES / "icons").glob("*.svg"))


# Icons


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icon_is_hidden_from_screen_readers(path):
    assert path.read_text().startswith("<svg ")
    assert 'aria-hidden="true"' in path.read_text()


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_every_icon_is_used(path):
    tag = re.compile(rf'{{% icon "{path.stem}"( \d+)? %}}')
    assert any(tag.search(template.read_text()) for template in TEMPLATES.rglob("*.html"))


def test_icon_has_the_size_that_is_asked_for():
    shown = Template('{% load icons %}{% icon "phone" 20 %}').render(Context())
    assert shown.startswith('<svg width="20" height="20" class="icon" viewBox="0 0 24 24"')


@pytest.mark.parametrize(
    "tag", ['{% icon "fone" 20 %}', "{% icon %}", '{% icon "phone" "large" %}', '{% icon "" %}']
)
def test_unknown_icon_is_refused_when_the_template_is_compiled(tag):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load icons %}" + tag)


# Templates


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_template_has_no_line_over_140_characters(path):
    lines = enumerate(path.read_text().splitlines(), start=1)
    assert [number for number, line in lines if len(line) > 140] == []


SECTIONS = "{% load sections %}"


def rendered(source, **context):
    """Return what a template with the tags of ``sections`` shows, without line breaks."""
    return Template(SECTIONS + source).render(Context(context)).replace("\n", "")


def test_section_is_labelled_by_its_heading_and_can_be_linked_to():
    html = rendered('{% section "risks" heading %}<p>Text</p>{% endsection %}', heading="A & B")
    assert html.startswith('<section class="section" id="risks" aria-labelledby="risks-h">')
    assert '<h2 id="risks-h">A &amp; B</h2>' in html
    assert html.endswith("</section>")


def test_section_without_anchor_has_no_id_of_its_own():
    html = rendered('{% section "next" "Next" anchor=False %}{% endsection %}')
    assert html.startswith('<section class="section" aria-labelledby="next-h">')


def test_section_escapes_what_its_content_shows_once():
    html = rendered('{% section "a" "A" %}<p>{{ text }}</p>{% endsection %}', text="1 < 2")
    assert "<p>1 &lt; 2</p>" in html


def test_divided_section_leads_on_and_stays_off_paper_where_told_so():
    tag = '{% divided_section "pml" "PML" href="/pml/" printed=False %}{% enddivided_section %}'
    assert rendered(tag).startswith(
        '<section class="divided no-print" aria-labelledby="pml">'
        '<h2 id="pml"><a href="/pml/">PML</a></h2>'
    )


# Style sheets


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheet_has_no_line_over_160_characters(path):
    lines = enumerate(path.read_text().splitlines(), start=1)
    assert [number for number, line in lines if len(line) > 160] == []


def class_names(css):
    """Return the classes that the selectors of a style sheet name."""
    selectors = re.sub(r"\{[^{}]*;[^{}]*\}|:[^;{}]+;", "", compact(css))
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"@media[^{]*", "", selectors)))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_class_of_a_style_sheet_is_used(path):
    used = " ".join(
        file.read_text()
        for folder, ending in (
            ("templates", "html"),
            ("templates", "svg"),
            ("guidance", "py"),
            ("editor/src", "js"),
        )
        for file in (settings.BASE_DIR / folder).rglob(f"*.{ending}")
    )
    of_django = {"breadcrumbs", "change-form", "object-tools", "toggle-nav-sidebar", "submit-row"}
    of_django |= {"errors", "form-row", "flex-container", "action-checkbox-column"}
    of_django |= {"admin-autocomplete", "related-widget-wrapper-link"}
    of_prosemirror = {"ProseMirror-selectednode", "ProseMirror-separator"}
    built = {"sheet--14", "sheet--18", "sheet--24", "on-letter", "on-a4", "on-letter-compact"}
    built |= {
        "urgency--emergency",
        "urgency--crisis",
        "urgency--next-visit",
        "urgency--soon",
        "on-a4-compact",
        "walk-diagram__box--stop",
        "walk-diagram__box--exit",
        "side-by-side--3",
        "side-by-side--4",
        "icon-array__on",
        "icon-array__off",
        "icon-array__gap",
    }
    names = class_names(path.read_text()) - of_django - of_prosemirror - built
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", used)] == []


def test_collected_style_sheet_keeps_every_rule_and_no_comment():
    css = "/* About\n   it */\n.a {\n  color: red; /* why */\n\n  & b { top: 0; }\n}\n"
    assert compact(css) == ".a{color: red;& b{top: 0;}}"
