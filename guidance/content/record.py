"""What each release shipped: a digest of each value of each row, in ``record.json``.

An upgrade finds in it whether the text of a draft is still one that a release shipped, or whether
staff wrote it. ``manage.py record_content`` adds what is shipped now (ADR 0021).
"""

import json
from pathlib import Path

from guidance.editorial.row_values import default_of, digest, plain

RECORD = Path(__file__).with_name("record.json")

NOT_SHIPPED = {"signed_off_by", "signed_off_credentials", "signed_off_on", "offered", "offers"}
"""Fields that only an approval or the clinic writes. No release has a say in them."""

PART_KEYS = {
    "side_effects": ("side_effect",),
    "evidence": ("trial", "happened"),
    "monitoring": ("name", "moment"),
    "placebo_groups": ("trial", "happened"),
    "sections": ("anchor",),
    "texts": ("key",),
    "signs": ("text",),
    "table_rows": ("name",),
    "phones": ("number",),
}
"""{relation: fields that tell a part from the others on its page}."""

KEYED_BY_SLUG = {"side_effects", "sections", "texts"}
"""Relations whose key is a slug, which is readable in the record. Other keys are digests."""


def row_name(model, key):
    """Return the name of a draft row in the record."""
    return f"{model._meta.model_name}/{key}"


def part_name(row, relation, values):
    """Return the name, in the record, of the part with plain ``values`` below the row ``row``."""
    keys = [values[name] for name in PART_KEYS[relation]]
    return f"{row}/{relation}/{keys[0] if relation in KEYED_BY_SLUG else digest(keys)}"


def plain_values(model, values):
    """Return plain ``values`` of the fields of a content row that is of ``model``, in order."""
    return {
        name: value
        if model._meta.get_field(name).is_relation
        else plain(model._meta.get_field(name), value)
        for name, value in values.items()
        if name not in NOT_SHIPPED
    }


def shipped_values(content):
    """Return the plain values of a ``ContentRow``, with its links."""
    links = {relation: sorted(slugs) for relation, slugs in content.links.items()}
    return {**plain_values(content.model, content.values), **links}


def shipped_parts(content):
    """Yield (relation, name of the part in the record, its plain values) for a ``ContentRow``."""
    row = row_name(content.model, content.key)
    for relation, parts in content.parts.items():
        model = content.model._meta.get_field(relation).related_model
        for position, values in enumerate(parts, start=1):
            part = {"order": position * 10, **plain_values(model, values)}
            yield relation, part_name(row, relation, part), part


class Record:
    """The record: the names of the releases, and {row: (number of its first release, texts)}.

    ``texts`` is {field: {digest of a value: number of the release that first shipped it}}. A field
    is left out where every release shipped its default.
    """

    def __init__(self, releases=(), rows=()):
        self.releases = list(releases)
        self.rows = dict(rows)

    @classmethod
    def read(cls, path=RECORD):
        stored = json.loads(path.read_text("utf-8"))
        rows = {
            name: (first, {field: _read(digests) for field, digests in texts.items()})
            for name, (first, texts) in stored["rows"].items()
        }
        return cls(stored["releases"], rows)

    def write(self, path=RECORD):
        """Write the record, with one line for each row."""
        lines = []
        for name, (first, texts) in sorted(self.rows.items()):
            joined = {field: _written(digests) for field, digests in sorted(texts.items())}
            stored = json.dumps([first, joined], ensure_ascii=False, separators=(",", ":"))
            lines.append(f"{json.dumps(name, ensure_ascii=False)}:{stored}")
        body = ",\n".join(lines)
        releases = json.dumps(self.releases)
        path.write_text(f'{{"releases":{releases},\n"rows":{{\n{body}\n}}}}\n', "utf-8")

    def add(self, contents, release=""):
        """Add every text of ``contents``, ``ContentRow`` objects, as shipped by ``release``.

        Without a name it is the latest release. Return the number of texts that were added.
        """
        if release and release not in self.releases:
            self.releases.append(release)
        added = 0
        for content in contents:
            name = row_name(content.model, content.key)
            added += self._add_row(name, content.model, shipped_values(content))
            for relation, part, values in shipped_parts(content):
                model = content.model._meta.get_field(relation).related_model
                added += self._add_row(part, model, values)
        return added

    def _add_row(self, name, model, values):
        latest, is_new = len(self.releases) - 1, name not in self.rows
        first, texts = self.rows.setdefault(name, (latest, {}))
        added = int(is_new)
        for field, value in values.items():
            default, shipped = digest(default_of(model, field)), digest(value)
            if field not in texts and shipped == default:
                continue
            digests = texts.setdefault(field, {} if is_new else {default: first})
            if shipped not in digests:
                digests[shipped] = latest
                added += 1
        return added

    def lacks(self, contents):
        """Return the names of the rows of ``contents`` with a text that is not in the record."""
        lacking = []
        for content in contents:
            rows = [(row_name(content.model, content.key), content.model, shipped_values(content))]
            for relation, part, values in shipped_parts(content):
                rows.append((part, content.model._meta.get_field(relation).related_model, values))
            lacking += [name for name, model, values in rows if not self._has(name, model, values)]
        return lacking

    def _has(self, name, model, values):
        return name in self.rows and all(
            self.was_shipped(name, model, field, value) for field, value in values.items()
        )

    def was_shipped(self, name, model, field, value):
        """Return whether a release shipped the plain ``value`` in the field of the row ``name``."""
        return self.release_of(name, model, field, digest(value)) >= 0

    def release_of(self, name, model, field, shipped):
        """Return the number of the release that first had the digest there; -1 for none."""
        if name not in self.rows:
            return -1
        first, texts = self.rows[name]
        digests = texts.get(field) or {digest(default_of(model, field)): first}
        return digests.get(shipped, -1)

    def first_release(self, name):
        """Return the number of the release that first shipped the row ``name``; -1 for none."""
        return self.rows[name][0] if name in self.rows else -1


def _read(digests):
    """Return {digest: number of the release} of a field, as the file has it."""
    pairs = (stored.partition(":") for stored in digests.split())
    return {stored: int(release) for release, _, stored in pairs}


def _written(digests):
    return " ".join(f"{release}:{shipped}" for shipped, release in digests.items())
