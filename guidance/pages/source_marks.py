"""Which sentences of a part of a page rest on which sources.

Pages show no numbers in their texts. The end of each part names its sources: in one line where all
of its sentences cite the same ones, otherwise in a list that readers open.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages.citations import keys_in, without_markers
from guidance.pages.cited_text import Reference
from guidance.pages.claims import sentences
from guidance.pages.texts import each_prose

MOST_FIRST_WORDS = 7
"""How many words of a sentence identify it in the list of its sources."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Sentences that cite the same sources: the first words of each, and the sources."""

    references: tuple[Reference, ...]
    sentences: tuple[str, ...]


def sourced(
    texts: object, references: Iterable[Reference], most_words: int = MOST_FIRST_WORDS
) -> tuple[Sourced, ...]:
    """Return the sentences of ``texts`` by the sources that they cite, in order of appearance.

    A sentence is named by its first ``most_words``, or by as many more as tell it apart from
    sentences that cite other sources.

    ``texts`` is a ``Prose``, a structure, or a tuple of these; ``references`` are those of the
    page. Sentences without a source are left out, and so are sources that the page does not list.
    """
    by_key = {reference.source.key: reference for reference in references}
    groups: dict[tuple[Reference, ...], dict[str, None]] = {}
    for prose in each_prose(texts, skip={"references"}):
        for sentence in sentences(prose.source):
            cited = {by_key[key] for key in keys_in(sentence) if key in by_key}
            if cited:
                numbered = tuple(sorted(cited, key=lambda reference: reference.number))
                groups.setdefault(numbered, {})[sentence] = None
    named = _told_apart(groups.values(), most_words)
    return tuple(
        Sourced(numbered, tuple(dict.fromkeys(named[sentence] for sentence in cited_there)))
        for numbered, cited_there in groups.items()
    )


def _told_apart(groups: Iterable[Iterable[str]], most: int) -> dict[str, str]:
    """Return {sentence: its first words}; those of different ``groups`` differ where they can."""
    group_of = {sentence: number for number, group in enumerate(groups) for sentence in group}
    words_of = {sentence: _words(sentence) for sentence in group_of}
    named: dict[str, str] = {}
    unclear = set(group_of)
    while unclear:
        first = {sentence: _first(words, most) for sentence, words in words_of.items()}
        groups_of: dict[str, set[int]] = {}
        for sentence, number in group_of.items():
            groups_of.setdefault(first[sentence], set()).add(number)
        clear = {
            sentence
            for sentence in unclear
            if len(groups_of[first[sentence]]) == 1 or len(words_of[sentence]) <= most
        }
        named |= {sentence: first[sentence] for sentence in clear}
        unclear -= clear
        most += 1
    return named


def first_words(sentence: str, most: int = MOST_FIRST_WORDS) -> str:
    """Return the first words of a sentence, with an ellipsis where it goes on."""
    return _first(_words(sentence), most)


def _words(sentence: str) -> list[str]:
    return without_markers(sentence).replace("**", "").split()


def _first(words: list[str], most: int) -> str:
    if len(words) <= most:
        return " ".join(words)
    return f"{' '.join(words[:most]).rstrip(',;:')}…"


def sources_of(groups: Iterable[Sourced]) -> tuple[Reference, ...]:
    """Return each source of ``groups`` once, by its number on the page."""
    each = {reference.number: reference for group in groups for reference in group.references}
    return tuple(each[number] for number in sorted(each))


@dataclass(frozen=True, slots=True)
class Alone:
    """A source, and the sentences that rest on it and on no other."""

    reference: Reference
    sentences: tuple[str, ...]


def each_alone(groups: Iterable[Sourced]) -> tuple[Alone, ...]:
    """Return each source of ``groups`` once, with what rests on it alone, by its number."""
    groups = tuple(groups)
    alone = {group.references: group.sentences for group in groups}
    return tuple(Alone(reference, alone.get((reference,), ())) for reference in sources_of(groups))


def shared(groups: Iterable[Sourced]) -> tuple[Sourced, ...]:
    """Return the sentences of ``groups`` that rest on more than one source, by their numbers."""
    several = [group for group in groups if len(group.references) > 1]
    return tuple(sorted(several, key=lambda group: [one.number for one in group.references]))
