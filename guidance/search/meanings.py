"""Ways to say one thing, which count as the same in a query and in the search words of signs.

Staff write "sudden numb face" as a search word. Readers write "all at once no feeling in my face".
``MEANINGS`` lists such ways, in any inflection. Words of ``FILLERS`` may stand between their words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from guidance.search.calm import NEGATORS
from guidance.search.words import stem, words_of

FILLERS = frozenset(
    ("a", "an", "the", "my", "his", "her", "our", "their", "is", "are", "was", "were", "am", "im")
    + ("been", "being", "so", "very", "really", "just", "feel", "even", "all")
)

MEANINGS: dict[str, tuple[str, ...]] = {
    # How it began
    "SUDDEN": (
        *("sudden", "suddenly", "of a sudden", "at once", "out of the blue", "out of nowhere"),
        *("from nowhere", "without warning", "abruptly", "instantly", "in an instant"),
        *("in a flash", "within seconds", "within minutes", "minutes ago", "hour ago"),
        *("just now", "like thunder", "thunderclap", "from one moment to the next"),
        *("one minute", "this minute", "moments ago", "very quickly"),
    ),
    "WOKE_UP": ("woke up", "woke", "woken up with", "got up and"),
    "TODAY": (
        *("today", "now", "since", "yesterday", "this morning", "this week", "last night"),
        *("tonight", "days ago", "hours ago", "started", "began", "woke", "newly"),
        *("this afternoon", "this evening", "the weekend", "lately", "suddenly", "sudden"),
    ),
    "ANYMORE": ("anymore", "any more", "any longer", "much longer"),
    "CANT": (
        *("cant", "couldnt", "could not", "unable to", "not able to", "havent able to"),
        *("hasnt able to", "isnt able to", "impossible to"),
    ),
    "NOT_STOPPING": (
        *("wont stop", "cant stop", "not stop", "doesnt stop", "isnt stopping", "havent stopped"),
        *("hasnt stopped", "never stop", "nonstop", "non stop"),
        *("wont quit", "doesnt quit", "wont let up", "doesnt let up", "will not stop"),
    ),
    "SEVERE": (
        *("severe", "terrible", "awful", "excruciating", "unbearable", "horrible", "agonizing"),
        *("extreme", "intense", "very bad", "really bad", "killing me", "splitting", "violent"),
        *("like hell", "crippling", "severely", "terribly", "agony"),
        *("so bad", "worst ever"),
    ),
    # What is felt and seen
    "PEE": (
        *("pee", "urinate", "urination", "urine", "wee", "piss", "pass water", "make water"),
        *("pass urine", "go pee"),
    ),
    "POOP": (
        *("poop", "poo", "stool", "bowel movement", "feces", "faeces", "shit", "crap", "bm"),
        *("defecate", "move bowels", "bowels moved"),
    ),
    "BELLY": ("belly", "stomach", "tummy", "abdomen", "abdominal"),
    "BELLY_PAIN": (
        *("belly pain", "stomach pain", "tummy pain", "abdominal pain", "stomach ache"),
        *("stomachache", "tummy ache", "belly ache", "bellyache", "stomach hurt", "belly hurt"),
        *("tummy hurt", "pain in stomach", "pain in belly", "stomach cramps", "pain in tummy"),
    ),
    "SIGHT": ("sight", "vision", "eyesight", "eye sight"),
    "PRIVATE_PARTS": (
        *("private part", "privates", "genital", "crotch", "groin", "vagina", "penis", "anus"),
        *("between legs", "between thighs", "down there", "down below", "saddle"),
    ),
    "BOTTOM": (
        *("bottom", "butt", "backside", "buttock", "bum", "tailbone", "rear end", "coccyx"),
        *("tail bone", "sacrum"),
    ),
    "VOMITING": (
        *("vomit", "throw up", "puke", "barf", "be sick", "being sick", "been sick", "retch"),
    ),
    "FEVER": (
        *("fever", "feverish", "high temperature", "high temp", "a temp", "burning up"),
        *("running a temperature", "have a temperature", "febrile"),
    ),
    "FAINTED": (
        *("faint", "pass out", "black out", "blackout", "keel over", "collapse", "unconscious"),
        *("lose consciousness", "out cold", "swoon"),
    ),
    "SEIZURE": (
        *("seizure", "convulsion", "convulse", "a fit", "the fit", "first fit", "another fit"),
        *("grand mal", "second fit"),
    ),
    "CONFUSED": (
        *("confused", "confusion", "muddled", "delirious", "delirium", "disoriented", "babble"),
        *("not making sense", "not make sense", "doesnt make sense", "isnt making sense"),
        *("talk nonsense", "talk rubbish", "talk gibberish", "ramble", "incoherent", "mixed up"),
        *("make no sense", "doesnt know where", "dont know where i", "talk garbage"),
    ),
    "WONT_WAKE": (
        *("wont wake", "cant wake", "wont come round", "wont come to", "wont come around"),
        *("cant rouse", "wont rouse", "cant woken", "doesnt wake", "not responding"),
        *("isnt responding", "wont respond", "doesnt respond"),
    ),
    "NUMB": (
        *("numb", "numbness", "no feeling", "no sensation", "cant feel", "couldnt feel"),
        *("gone dead", "went dead", "lost feeling", "lost sensation"),
    ),
    "WEAK": (
        *("weak", "weakness", "weaker", "no strength", "lost strength", "gone limp", "limp"),
        *("feeble",),
    ),
    "SWOLLEN": (
        *("swell", "swollen", "swelling", "puffy", "puff up", "blew up", "blown up"),
        *("ballooned",),
    ),
    "BREATHLESS": (
        *("short of breath", "shortness of breath", "short breath", "out of breath"),
        *("breathless", "winded", "puffing"),
    ),
    "CANT_BREATHE": (
        *("cant breathe", "hard to breathe", "trouble breathing", "struggle to breathe", "gasp"),
        *("cant catch breath", "cant get breath", "fight for breath", "difficulty breathing"),
        *("breathing hard", "cant get air", "fight for air", "not breathing"),
        *("hard time breathing", "difficult to breathe", "tough to breathe"),
        *("trouble catching breath", "problem breathing", "struggling for breath"),
        *("cant breath", "hard time catching breath"),
    ),
    "HEART_RACING": (
        *("heart racing", "racing heart", "heart pounding", "pounding heart", "palpitation"),
        *("pulse racing", "fast pulse", "fast heartbeat", "heart beating fast", "rapid pulse"),
        *("heart beat fast", "heart thumping", "heart hammering", "heart going fast"),
        *("heart going crazy", "heart going wild", "heart going nuts", "heart out of control"),
        *("heart racing like",),
    ),
    "CHEST_PAIN": (
        *("chest pain", "pain in chest", "pain across chest", "chest hurt", "chest ache"),
        *("chest pressure", "pressure on chest", "pressure in chest", "chest tight"),
        *("tight chest", "chest tightness", "sit on chest", "stand on chest"),
        *("weight on chest", "squeeze chest", "squeezing in chest"),
    ),
    "HEADACHE": (
        *("headache", "head hurt", "head pain", "head ache", "pain in head", "head exploding"),
    ),
    "POUNDING_HEADACHE": (
        *("pounding headache", "throbbing headache", "head pounding", "head throbbing"),
        *("headache pounding", "thumping headache", "banging headache", "head banging"),
        *("head thumping", "headache throbbing"),
    ),
    "RED_FACE": ("flush", "red face", "face red"),
    "DROOPING": ("droop", "droopy", "hang", "sag", "lopsided", "crooked", "dropped", "twisted"),
    "SHAKING": ("shake", "shaking chills", "rigor", "teeth chatter", "uncontrollable shivering"),
    "SWEATING": ("sweat", "sweaty", "drenched"),
    "DOUBLE_VISION": (
        *("double vision", "see double", "sight double", "two of everything", "see two"),
    ),
    "BLURRY": ("blurry", "blurred", "blur", "fuzzy", "hazy", "misty"),
    "DIZZY": (
        *("dizzy", "dizziness", "vertigo", "room spin", "world spin", "head spin"),
        *("everything spin", "lightheaded", "light headed", "giddy"),
    ),
    "BURNING_PEE": tuple(
        way.format(pee=pee)
        for pee in ("pee", "wee", "urinate", "urine", "urination", "piss", "pass water")
        for way in (
            *("{pee} burn", "burn when i {pee}", "burn to {pee}", "burn when {pee}"),
            *("burning {pee}", "hurt to {pee}", "hurt when i {pee}", "painful {pee}"),
            *("pain when i {pee}", "{pee} hurt", "{pee} sting", "sting when i {pee}"),
            *("sting to {pee}", "stinging {pee}", "sting every time i {pee}"),
            *("burn every time i {pee}", "hurt every time i {pee}", "pain every time i {pee}"),
        )
    ),
    "URINE_INFECTION": (
        *("uti", "urine infection", "urinary infection", "bladder infection", "kidney infection"),
        *("urinary tract infection", "water infection", "cystitis", "pee infection"),
        *("infection in urine", "infection in bladder", "infected bladder"),
    ),
    "FAILED": (
        *("quit working", "stop working", "dont work", "wont work", "give out", "give way"),
        *("buckled", "wont hold me", "wont move", "not working", "gone dead", "go limp"),
    ),
    "HALLUCINATING": (
        *("hallucinate", "hallucinating", "hallucination", "see things", "hear things"),
        *("hear voices", "see people who", "see stuff that isnt there"),
    ),
    # Wanting to die
    "WANT": (
        *("want", "wish", "wanna", "pray", "long to", "ready to", "rather", "would like"),
        *("plan to", "think about", "think of", "thought of", "thought about", "feel like"),
        *("should just", "hope i", "hope to", "let me", "urge", "idea of", "better to"),
        *("better off", "praying", "look forward to", "dream of", "tempted to", "considering"),
        *("fantasize about", "imagine", "easier if i", "better if i", "how to", "ways to"),
        *("way to",),
        *("sooner", "prefer to", "would prefer", "dreaming of", "obsessed with"),
        *("fantasizing about", "longing to", "waiting to", "beg to", "need to", "hoping to"),
        *("hoping i", "happy to", "glad to"),
    ),
    "NOT_WANT": (
        *("dont want", "do not want", "doesnt want", "does not want", "didnt want", "not want"),
        *("no longer want", "no longer wish", "dont wish", "do not wish", "dont wanna"),
        *("no wish", "no desire", "lose will", "lose the will", "no will", "stop wanting"),
        *("tired of", "sick of", "fed up with", "had enough of", "done with", "weary of"),
        *("hate", "dont feel like", "no longer care to", "never want", "through with"),
        *("lose the desire", "no reason", "dont care to", "give up on", "finished with"),
        *("had enough", "cant live", "no interest in", "no longer wants", "lost interest in"),
        *("dont see myself", "rather not", "not interested in", "wish i wasnt"),
        *("wish i werent", "why am i still", "dont deserve to", "no right to"),
    ),
    "BEING_ALIVE": (
        *("alive", "live", "life", "exist", "existence", "be here", "be around", "being here"),
        *("on this earth", "in this world", "carry on like this", "survive", "being around"),
        *("go on like this", "keep going like this"),
        *("this planet", "this earth", "this world", "existing", "another day", "go on living"),
        *("go through life",),
    ),
    "POINTLESS": (
        *("no point", "whats the point", "what is the point", "see the point", "any point"),
        *("see a point", "pointless", "whats the use", "what is the use", "no use"),
        *("why bother", "meaningless", "no meaning", "no purpose", "why should i"),
    ),
    "DYING": (
        *("die", "dying", "be dead", "was dead", "were dead", "death", "be gone"),
        *("disappear", "vanish", "end it", "end it all", "it to be over", "it all to be over"),
        *("it over", "it to end", "it all to end", "be no more", "cease to exist"),
        *("stop existing", "not exist", "not be alive", "not be here", "not be around"),
        *("in my grave", "in the grave", "end things", "end everything", "six feet under"),
        *("it to stop", "to stop forever", "take me in my sleep", "god take me"),
        *("god would take me", "lord take me", "lord would take me", "jesus take me", "dead"),
        *("dead already", "never existed", "pass away", "be out of here", "everything to stop"),
        *("everything to end", "everything to be over", "not here anymore", "cease existing"),
        *("be with god", "go to heaven", "leave this world", "be put down", "drop dead"),
        *("die already",),
        *("dead soon", "peace forever", "eternal peace", "eternal rest", "eternal sleep"),
        *("permanent peace", "peace permanently", "sleep permanently", "stop being here"),
        *("stop being alive", "leave this earth", "fade away", "fall asleep forever"),
        *("out of this body", "off this planet", "off this earth", "rest in peace"),
        *("stop breathing",),
    ),
    "NEVER_WAKE": (
        *("not wake up", "never wake up", "never woken up", "hadnt woken up", "wouldnt wake up"),
    ),
    "KILLING_MYSELF": (
        *("kill myself", "kill my self", "end my life", "take my life", "take my own life"),
        *("do away with myself", "do myself in", "hang myself", "shoot myself"),
        *("drown myself", "jump off", "jump in front", "slit my wrist", "commit suicide"),
        *("suicide", "suicidal", "unalive", "top myself", "off myself", "end myself"),
        *("finish myself off", "throw myself off", "throw myself under"),
        *("throw myself in front", "gas myself", "starve myself", "blow my brains out"),
        *("put an end to it", "put an end to myself", "put an end to my life"),
        *("put an end to it all", "make an end of it", "end my own life", "cut my throat"),
        *("jump out of window", "jump out of a window"),
        *("jump under", "kms", "do something to myself", "do something stupid to myself"),
        *("do something bad to myself", "do away with my self", "neck myself"),
        *("kil myself", "kill yourself", "hang yourself", "killing oneself"),
        *("end my existence", "off yourself", "drive off a bridge"),
        *("drive off a cliff", "jump from a bridge", "swallow all my pills"),
        *("stop myself from living",),
    ),
    "KILLING_THEMSELVES": tuple(
        way.format(one=one, own=own)
        for one, own in (("himself", "his"), ("herself", "her"), ("themselves", "their"))
        for way in (
            *("kill {one}", "end {own} life", "take {own} life", "take {own} own life"),
            *("hang {one}", "shoot {one}", "do away with {one}"),
        )
    ),
    "OTHER": (
        *("he", "she", "husband", "wife", "partner", "spouse", "boyfriend", "girlfriend", "son"),
        *("daughter", "mother", "mom", "mum", "father", "dad", "brother", "sister", "friend"),
        *("neighbor", "roommate", "grandson", "granddaughter", "cousin", "uncle", "aunt"),
    ),
    "SAYS": ("say", "tell", "talk", "speak of", "mention", "wrote"),
    "NOT_MISSED": (
        *("better off if i", "better off without me", "better without me", "off without me"),
        *("no one would miss me", "nobody would miss me", "no one would care if i"),
        *("nobody would care if i", "no one will miss me", "nobody will miss me"),
        *("happier without me", "easier without me"),
        *("nobody would notice", "no one would notice", "nobody would care"),
        *("no one would care", "no one would cry", "nobody would cry", "better off if i were"),
        *("everyone would be happier if i", "better than me"),
        *("nobody need me", "no one need me", "nobody want me", "no one want me"),
        *("nobody love me", "no one love me", "no use to anyone", "no good to anyone"),
        *("useless to everyone", "if i wasnt around", "if i werent around", "if i wasnt here"),
        *("if i werent here", "if i was not here", "if i disappeared"),
    ),
}
"""{name: ways to say it}. Names are in capitals, so that no word of a query is one."""

GENERAL = frozenset(
    ("SUDDEN", "WOKE_UP", "TODAY", "ANYMORE", "CANT", "NOT_STOPPING", "SEVERE", "FAILED", "WANT")
    + ("NOT_WANT", "BEING_ALIVE", "POINTLESS", "DYING", "SAYS", "SHAKING", "WEAK")
    + ("CONFUSED", "OTHER")
)
"""Meanings that say nothing alone: a search word that is only one of them counts as it stands."""

Place = Collection[str]
"""The words that stand at one place of a query: one, or those that a word with a slip may be."""


def _ways() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name, ways in MEANINGS.items():
        for way in ways:
            stems = tuple(map(stem, words_of(way)))
            found[stems[0]].append((stems, name))
    for some in found.values():
        some.sort(key=lambda way: -len(way[0]))
    return dict(found)


_WAYS = _ways()
"""{first stem: ways to say something that begin with it, the longest first}"""
WORDS = frozenset(word for some in MEANINGS.values() for way in some for word in words_of(way))
"""The words of all ways."""


def meanings_at(places: Sequence[Place], start: int) -> Iterator[tuple[str, range, bool]]:
    """Yield what the words from ``start`` on may mean, the longest first.

    This is the name, the places that say it, and whether they have a word of ``NEGATORS``.
    """
    for first in places[start]:
        for stems, name in _WAYS.get(first, ()):
            if end := _end(stems, places, start):
                yield name, range(start, end), any(one in NEGATORS for one in stems)


def _end(stems: Sequence[str], places: Sequence[Place], start: int) -> int:
    """Return the place after ``stems`` that begin at ``start``, or 0 if they do not stand there."""
    place = start
    for number, wanted in enumerate(stems):
        while number and place < len(places) and wanted not in places[place]:
            if not FILLERS.issuperset(places[place]):
                return 0
            place += 1
        if place == len(places):
            return 0
        place += 1
    return place


def wanted_of(words: Sequence[str]) -> set[frozenset[str]]:
    """Return the sets of which a query has one if it has the search word ``words``."""
    short = in_short(words)
    as_it_stands = frozenset(map(stem, words))
    says_nothing = len(short) == 1 and GENERAL.issuperset(short)
    return {as_it_stands} if says_nothing else {as_it_stands, frozenset(short)}


def in_short(words: Sequence[str]) -> list[str]:
    """Return the stems of ``words`` with the name of a meaning for each way to say it."""
    places = [(stem(word),) for word in words]
    short, place = [], 0
    while place < len(places):
        found = next(meanings_at(places, place), None)
        short.append(found[0] if found else places[place][0])
        place = found[1].stop if found else place + 1
    return short
