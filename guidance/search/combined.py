"""Signs that are about a kind of medicine together with what happened, in any words for both."""

from collections.abc import Sequence

from guidance.pages.guide import Guide
from guidance.pages.structures import TherapyPage
from guidance.search import english
from guidance.search.index import Index
from guidance.search.sign_rules import INSTEAD_OF, MEDICINE, RULES, SPELLED
from guidance.search.urgent import alike
from guidance.search.words import words_of


class Medicines:
    """The names of the medicines of a guide, and the signs that their pages name.

    A page without brands is about no medicine, or about one that is given in a hospital.
    """

    def __init__(self, guide: Guide, index: Index) -> None:
        self._index = index
        self._signs: dict[str, set[str]] = {}
        self._same: dict[str, set[str]] = {}
        for page in guide.therapies():
            names = _names(page) if page.brands else set()
            for name in names:
                self._signs.setdefault(name, set()).update(page.signs)
                self._same.setdefault(name, set()).update(names)
        self._spelled = {*SPELLED, *self._signs}

    def spelled(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with the name for each that is a name with one typing slip."""
        return [next(iter(alike(word, self._spelled, self._index)), word) for word in words]

    def named(self, words: Sequence[str]) -> list[str]:
        """Return those of ``words`` that are names."""
        return [word for word in words if word in self._signs]

    def other_names(self, words: Sequence[str]) -> set[str]:
        """Return the names of the pages that those of ``words`` name that are names."""
        return {name for word in self.named(words) for name in self._same[word]}

    def without_names(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with ``MEDICINE`` for each name, once for names in a row."""
        generic: list[str] = []
        for word in words:
            one = MEDICINE if word in self._signs else word
            if not (generic and one == generic[-1] == MEDICINE):
                generic.append(one)
        return generic

    def signs(self, words: Sequence[str]) -> set[str]:
        """Return the slugs of the signs that ``words`` of a query are about by a rule."""
        names = self.named(words)
        text, generic = " ".join(words), " ".join(self.without_names(words))
        of_pages = {sign for name in names for sign in self._signs[name]}
        found = set()
        for rule in RULES:
            if rule.named or rule.of_page:
                about = rule.sign in of_pages if rule.of_page else bool(names)
                fits = about and rule.fits(generic)
            else:
                fits = rule.fits(text)
            if fits:
                found.add(rule.sign)
        return found


def without_replaced(signs: set[str]) -> set[str]:
    """Return ``signs`` without those for which a graver one of them stands."""
    return signs - {one for sign in signs for one in INSTEAD_OF.get(sign, ())}


def _names(page: TherapyPage) -> set[str]:
    """Return the words that name ``page``: no common English word but the first of its title."""
    common = english.common()
    brands = [words_of(brand) for brand in page.brands]
    names = {word for brand in brands for word in brand if word not in common and word.isalpha()}
    names |= {"".join(brand) for brand in brands}
    single = [words_of(word) for word in page.search_words if "-" not in word]
    return names | {words_of(page.title)[0]} | {words[0] for words in single if len(words) == 1}
