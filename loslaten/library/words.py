"""Words as the finder sees them: without case, accents and signs, with the forms one word can take in Dutch and English."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 400  # characters of a query that are looked at; the finder is for one or two words
STOP = frozenset(
    """de het een en of ik je jij jou jouw mij me mijn zij ze hij hem haar hun we wij ons onze u is ben bent zijn was waren
    wordt word worden heb heeft hebt hebben had op om te met van in voor zo als dat die dit deze er hier daar aan bij naar uit
    over door tot ook maar dan toch nog al wat wie hoe waarom waar wel niet geen uw zich tegen s t n m ie da nen den ne
    the a an my to of and i is it its am are be been was were in on at for with from by me you your he she they we us our
    his her their this that there so do does did im ive id dont cant not have has had as but or if when what how why
    kan kun kunt kunnen wil wilt willen zal zou zouden mag moet can could will would about into out up""".split()
)
# Words that carry little by themselves: they help to recognise a saying, and never decide.
SOFT = frozenset(
    """altijd nooit steeds heel erg zeer veel meer weer iets niets niks alles iemand niemand iedereen mensen anderen ander
    andere echt even gewoon gaan ga gaat doen doet doe maken maak maakt komen komt krijgen krijg krijgt hebt zitten zit
    staan sta staat laten laat geven geef geeft voelen voel voelt gevoel gevoelens gevoelen probleem problemen last klacht
    klachten omgaan leren hulp tips dag dagen hele elke ding dingen tijd beetje zeggen zegt zeg zei lang goed slecht nieuw
    nieuwe oud oude kleine grote alleen eigen zonder na tijdens sinds thuis
    always never very much more again something nothing everything someone everyone anyone people others other really just
    go going get getting make making feel feeling feelings problem problems issue issues help tips day days thing things
    time bit long good bad new old own without after before during home always too all any some one being""".split()
)
# Strong verbs and other forms that no rule of endings finds.
IRREGULAR = {
    form: verb
    for verb, forms in {
        "slapen": "sliep sliepen geslapen", "vergeven": "vergaf vergaven vergeef vergeeft", "eten": "at aten gegeten",
        "vergelijken": "vergeleek vergeleken", "verliezen": "verloor verloren verlies", "kiezen": "koos kozen gekozen",
        "besluiten": "besloot besloten", "beslissen": "besliste beslist", "liegen": "loog logen gelogen",
        "bedriegen": "bedroog bedrogen", "verdwijnen": "verdween verdwenen", "schrikken": "schrok schrokken geschrokken",
        "scheiden": "scheidde gescheiden", "sterven": "stierf stierven gestorven", "zwijgen": "zweeg zwegen gezwegen",
        "vermijden": "vermeed vermeden", "ontwijken": "ontweek ontweken", "overlijden": "overleed overleden",
        "lijden": "leed geleden", "wegcijferen": "weggecijferd", "afwijzen": "afgewezen wees", "buigen": "boog gebogen",
        "denken": "dacht dachten gedacht", "nadenken": "nagedacht", "zoeken": "zocht gezocht", "houden": "hield gehouden",
        "loslaten": "losgelaten liet", "verlaten": "verliet verlieten", "trekken": "trok getrokken", "boos": "boze bozer",
        "snijden": "sneed gesneden", "eenzaam": "eenzame", "moe": "moeie vermoeide", "klein": "kleiner",
        "sleep": "slept", "grieve": "grieving grieved", "forgive": "forgave forgiven forgiving", "choose": "chose chosen",
        "leave": "left", "lose": "lost losing", "eat": "ate eaten", "break": "broke broken", "lie": "lied lying",
        "feel": "felt", "think": "thought", "die": "died dying dies", "fall": "fell fallen", "fight": "fought",
    }.items()
    for form in forms.split()
}  # fmt: skip
PARTICLES = "uit|af|op|in|aan|weg|los|over|na|toe|mee|bij|door|om|neer|terug|voor|vast|tegen|buiten|goed|bezig"


@lru_cache(2048)
def plain(text: str) -> str:
    """Write a text in small plain letters and figures, one space between words."""
    low = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o"))
    low = "".join(sign for sign in low if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])['’´`](?=[a-z])", "", low)))


def weight(word: str) -> float:
    """Tell how much a word can carry, apart from what it means."""
    if word in STOP:
        return 0.0
    return 0.3 if word in SOFT else 1.0


def content(words: list[str]) -> list[str]:
    """Keep the words that carry something; where none does, keep them all."""
    return [word for word in words if word not in STOP] or words


def squeeze(stem: str) -> str:
    """Write a stem as its sound asks: no doubled letters, v and z at the end as f and s."""
    stem = re.sub(r"(.)\1", r"\1", stem)
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1]) if stem else stem


def dutch_stem(word: str) -> str:
    """Cut what Dutch adds at the end of a word."""
    for ending, left, instead in (
        ("heden", 3, "heid"), ("ende", 4, ""), ("end", 5, ""), ("tjes", 4, ""), ("tje", 4, ""), ("jes", 4, ""),
        ("je", 4, ""), ("eren", 4, "er"), ("sten", 4, "st"), ("en", 3, ""), ("es", 4, ""), ("e", 3, ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 4:
        word = re.sub(r"(?<!s)(dt|d|t)$|(?<=[^aeiou])s$", "", word)
    return squeeze(word)


def english_stem(word: str) -> str:
    """Cut what English adds at the end of a word."""
    for ending, left, instead in (
        ("iness", 3, "y"), ("ness", 3, ""), ("ies", 2, "y"), ("ied", 2, "y"), ("ing", 3, ""), ("ed", 3, ""),
        ("ly", 4, ""), ("es", 3, ""), ("s", 3, ""), ("e", 3, ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= left and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    return squeeze(word[:-1] if word.endswith("e") and len(word) > 4 else word)


def participles(word: str) -> list[str]:
    """Take the ge- out of what may be a Dutch participle: gepiekerd, uitgesteld."""
    found = re.fullmatch(rf"({PARTICLES})?ge(.{{3,}}(?:d|t|en|de|te|ne))", word)
    return [(found[1] or "") + found[2]] if found and not word.startswith("gedacht") else []


@lru_cache(20_000)
def stems(word: str) -> frozenset[str]:
    """Give every stem a word may have: equal stems, same word."""
    if len(word) < 3 or word.isdigit():
        return frozenset([word])
    bases = [word, *participles(word)] + [IRREGULAR[word]] * (word in IRREGULAR)
    return frozenset(stem(base) for base in bases for stem in (dutch_stem, english_stem))


@lru_cache(50_000)
def distance(one: str, other: str, most: int) -> int:
    """Count the letters to change, add, drop or swap between two words; `most` + 1 where it is more than that.

    Returns
    -------
    int
        The Damerau-Levenshtein distance (optimal string alignment), cut off above `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, match in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
