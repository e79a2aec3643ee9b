"""The words of a query and of a name, in the form in which they are compared."""

import re
import unicodedata
from collections.abc import Iterator

COMMON = {
    *("a", "about", "after", "am", "an", "and", "are", "at", "be", "been", "by", "can", "could"),
    *("havent", "hasnt", "hadnt"),
    *("do", "does", "effect", "feel", "for", "from", "get", "had", "has", "have", "how", "i", "if"),
    *("im", "in", "is", "it", "its", "ive", "me", "my", "of", "on", "or", "should", "side", "so"),
    *("some", "that", "the", "there", "this", "to", "was", "what", "when", "why", "will", "with"),
    *("would", "you", "your", "ms", "multiple", "sclerosis"),
    *("also", "any", "because", "but", "he", "her", "his", "just", "might", "our", "please"),
    *("help", "need", "really", "she", "still", "than", "their", "them", "then", "they", "us"),
    *("very", "we", "again", "all", "always", "every", "time"),
}
"""Words that say nothing about which page is meant. On this site, every page is about MS."""

NO_SLIPS_BELOW, TWO_SLIPS_FROM = 4, 6
"""Numbers of letters: shorter words must be typed exactly, longer ones may have two slips."""

_VOWEL = re.compile("[aeiouy]")
_SHORT = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")
"""The rest of a short word that ends with a silent e, such as "liv" of "living"."""
_IRREGULAR = {
    form: word
    for word, forms in {
        "bang": "banged",
        "banging": "banging",
        "begin": "began begun",
        "bleed": "bled",
        "break": "broke broken",
        "come": "came",
        "dead": "deadened",
        "drink": "drank drunk",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "feel": "felt",
        "forget": "forgot forgotten",
        "give": "gave given",
        "go": "going goes",
        "went": "gone",
        "expecting": "expecting",
        "grow": "grew grown",
        "have": "having has",
        "missed": "missed",
        "hear": "heard",
        "foot": "feet",
        "lose": "lost",
        "pee": "peed",
        "say": "said",
        "see": "saw seen",
        "shake": "shook shaken",
        "stand": "stood",
        "swell": "swollen swelled swole",
        "take": "took taken",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "woke": "woken",
        "stopped": "stopped",
        "swallowed": "swallowed",
    }.items()
    for form in forms.split()
}
"""Forms of words that rules about endings do not find, or would find although they differ."""

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_CANNOT = re.compile(r"\bcan ?not\b")
_WORD = re.compile("[a-z0-9]+")


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in order: ASCII, in lower case, without a plural s.

    "Can't", "cannot" and "can not" are one word.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    plain = plain.encode("ascii", "ignore").decode().lower()
    return [_singular(word) for word in _WORD.findall(_CANNOT.sub("cant", plain))]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] == "s" and word[-2] not in "isu" else word


def stem(word: str) -> str:
    """Return ``word``, one of ``words_of``, without its inflection: "choking" and "choke" are one.

    It is for comparing words only, and need not be a word itself.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < 3 or not _VOWEL.search(rest):
            continue
        if ending == "ing" or rest[-1] != "e":
            if rest[-1] == rest[-2] and rest[-1] not in "aeioulsz":
                return rest[:-1]
            word = rest + "e" if _SHORT.fullmatch(rest) else rest
    if len(word) == 4 and word[-1] == "s" and word[-2] not in "isu":
        return word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def telling(words: list[str]) -> list[str]:
    """Return ``words``, each once, without those that are common; all if all are common."""
    return list(dict.fromkeys(word for word in words if word not in COMMON) or dict.fromkeys(words))


def slips_allowed(word: str) -> int:
    """Return the number of typing slips that are forgiven in ``word``.

    A slip is a letter too many, too few or wrong, or two letters that are swapped.
    """
    if len(word) < NO_SLIPS_BELOW or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def parts_of(names: str) -> Iterator[str]:
    """Yield the names in a list such as "SJS, TEN, DRESS (drug reaction)"."""
    return (name.strip() for name in re.split("[,;()]", names) if name.strip())
