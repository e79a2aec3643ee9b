"""The lengths of bars that stand for numbers of people."""


def length(people: int, longest: int, widest: float = 100.0) -> str:
    """Return the length of the bar for ``people``, as a percentage of its drawing.

    The bar for ``longest`` people is ``widest`` percent long.
    """
    return f"{people / longest * widest:.1f}%"
