"""A pattern is one sentence, and every choice makes a good one, in both languages."""

import re
from itertools import product

import pytest
from django.utils.timezone import now
from django.utils.translation import override

from loslaten.patterns.models import Pattern
from loslaten.patterns.sentence import ACTS, FELT, name, sentence
from loslaten.patterns.words import OldReaction, Situation
from loslaten.practice.movements import MOVEMENTS, STILL
from loslaten.practice.words import Place, Sensation

MANY = {
    "nl": "kaken ogen schouders handen armen benen voeten billen kuiten",
    "en": "eyes shoulders hands arms legs feet buttocks calves",
}
VERB = {
    "nl": re.compile(r"\b(voelt|voelen|klopt|kloppen|tintelt|tintelen|trilt|trillen)\b"),
    "en": re.compile(r"\b(feels?|throbs?|tingles?|trembles?)\b"),
}
MANY_VERBS = ["voelen", "kloppen", "tintelen", "trillen", "feel", "throb", "tingle", "tremble"]


def said(language: str = "nl", **fields: object) -> str:
    with override(language):
        return sentence(Pattern(made_at=now(), **fields))


def test_the_sentence_of_the_card():
    fields = {"situation": "criticism", "places": ["jaw"], "sensations": ["tight"], "movement": "drop_jaw"}
    assert said(**fields) == "Als ik kritiek hoor en mijn kaken strak voelen, dan laat ik mijn kaak zakken."
    assert said("en", **fields) == "When I hear criticism and my jaw feels tight, then I let my jaw drop."


@pytest.mark.parametrize(
    ("fields", "dutch"),
    [
        ({}, ""),
        ({"situation": "asked"}, "Als iemand iets van me vraagt, dan …"),
        ({"movement": "open_hands"}, "Als het gebeurt, dan open ik mijn handen."),
        ({"sensations": ["restless"]}, "Als mijn lijf onrustig voelt, dan …"),
        ({"places": ["belly"], "movement": "soft_belly"}, "Als ik het voel in mijn buik, dan laat ik mijn buik los."),
        (
            {"places": ["left_shoulder", "right_shoulder"], "sensations": ["hot"]},
            "Als mijn schouders warm voelen, dan …",
        ),
        ({"places": ["left_shoulder"], "sensations": ["hot"]}, "Als mijn linkerschouder warm voelt, dan …"),
        (
            {"places": ["jaw", "throat", "belly"], "sensations": ["knot"]},
            "Als ik een knoop voel in mijn kaken en mijn keel, dan …",
        ),
        ({"places": ["throat", "chest"], "sensations": ["cold"]}, "Als mijn keel en mijn borst koud voelen, dan …"),
        ({"places": ["of a newer house"], "sensations": ["jumpy"], "movement": "fly"}, ""),
    ],
)
def test_what_is_left_open_is_left_out(fields, dutch):
    assert said(**fields) == dutch


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_choice_makes_a_sentence(language):
    """Read all of them: words of one's own language, one space at a time, and the verb agrees with the place."""
    acts = [each.code for each in MOVEMENTS] + [STILL]
    assert set(acts) == set(ACTS)
    assert set(FELT) == set(Sensation.values)
    places = [["left_shoulder", "right_shoulder"], *([place] for place in Place.values), []]
    beginning, middle = ("Als ", ", dan ") if language == "nl" else ("When ", ", then ")
    read = set()
    for situation, place, sensation, act in product(Situation.values, places, [*Sensation.values, ""], acts):
        text = said(language, situation=situation, places=place, sensations=[sensation], movement=act)
        read.add(text)
        assert text.startswith(beginning)
        assert middle in text
        assert text.endswith(".")
        assert not re.search(r"%|  |\?|!|None|_|\bmy my\b|\bmijn mijn\b", text), text
        clause = text.removeprefix(beginning).split(middle)[0].rpartition(" en " if language == "nl" else " and ")[2]
        if (verb := VERB[language].search(clause)) and not clause.startswith(("ik ", "I ")):
            noun = clause.split()[1 if language == "nl" else len(clause[: verb.start()].split()) - 1]
            assert (verb[0] in MANY_VERBS) == (noun in MANY[language].split()), text
    assert len(read) > 40_000


def test_a_pattern_is_called_by_what_one_then_does():
    with override("nl"):
        assert name(Pattern(made_at=now(), old_reaction=OldReaction.EXPLAIN)) == "Ik leg te veel uit"
        assert name(Pattern(made_at=now(), situation=Situation.NIGHT)) == "Als ik wakker lig"
        assert name(Pattern(made_at=now())).startswith("Patroon van ")
