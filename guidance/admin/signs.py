"""The signs of a page, in the form of its draft."""

from django.forms import CheckboxSelectMultiple
from django.forms.models import ModelMultipleChoiceField
from django.template.loader import render_to_string

from guidance.pages.choices import Urgency
from guidance.pages.text import plain


class SignChooser(CheckboxSelectMultiple):
    """Checkboxes of signs by level: the chosen ones are open, the others in closed parts.

    A script adds a field that filters them by their words.
    """

    template_name = "admin/guidance/parts/sign_chooser.html"

    class Media:
        js = ["js/signs.js"]

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)  # Django's renderer has no own templates

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        options = [one for _, group, _ in context["widget"]["optgroups"] for one in group]
        labels = dict(Urgency.pairs())
        context["chosen"] = [one for one in options if one["selected"]]
        context["levels"] = [
            (label, [one for one in options if _level(one) == level and not one["selected"]])
            for level, label in labels.items()
        ]
        return context


def _level(option):
    return option["value"].instance.level


class SignsField(ModelMultipleChoiceField):
    """A choice of signs, which are named by their words and their level."""

    def label_from_instance(self, sign):
        return f"{plain(sign.short or sign.text)} ({sign.get_level_display()})"


class SignsMixin:
    """Shows the signs with a ``SignChooser``."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name != "signs":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return super().formfield_for_manytomany(
            db_field, request, widget=SignChooser, form_class=SignsField, **kwargs
        )
