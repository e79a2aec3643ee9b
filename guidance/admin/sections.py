"""The sections of pages in the forms of their drafts."""


def fieldset(group, declared, *, before=(), beside=None, after=()):
    """Return the fieldset ``group`` with the fields of the ``declared`` sections in that group.

    ``before`` and ``after`` are other fields of the draft. ``beside`` is {field of a section: other
    fields that follow it}.
    """
    fields = [*before]
    for section in declared:
        if section.group == group:
            fields += [*section.fields, *(beside or {}).get(section.field, ())]
    return (group, {"fields": [*fields, *after]})
