"""The words a person can choose from for a pattern: stored in English, shown in their own language."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Path(TextChoices):
    """Which way a moment went; each is true, and none is a failure."""

    OLD = "old", pgettext_lazy("path", "the old path")
    PAUSE = "pause", pgettext_lazy("path", "a pause")
    NEW = "new", pgettext_lazy("path", "the new path")


class Situation(TextChoices):
    """When an old pattern tends to call."""

    ASKED = "asked", pgettext_lazy("situation", "someone asks something of me")
    CRITICISM = "criticism", pgettext_lazy("situation", "I hear criticism")
    CONFLICT = "conflict", pgettext_lazy("situation", "there is tension between people")
    SILENCE = "silence", pgettext_lazy("situation", "I do not hear back from someone")
    CROWD = "crowd", pgettext_lazy("situation", "I am among many people")
    SPEAKING = "speaking", pgettext_lazy("situation", "I have to speak or show something")
    MISTAKE = "mistake", pgettext_lazy("situation", "I make a mistake")
    BUSY = "busy", pgettext_lazy("situation", "there is too much to do")
    MESSAGE = "message", pgettext_lazy("situation", "a message comes in")
    ALONE = "alone", pgettext_lazy("situation", "I am alone")
    EVENING = "evening", pgettext_lazy("situation", "the day is over")
    NIGHT = "night", pgettext_lazy("situation", "I lie awake")


class OldReaction(TextChoices):
    """What one then does, since long."""

    SAY_YES = "say_yes", pgettext_lazy("reaction", "I say yes while something in me says no")
    EXPLAIN = "explain", pgettext_lazy("reaction", "I explain too much")
    WORRY = "worry", pgettext_lazy("reaction", "I go on thinking")
    BLAME_MYSELF = "blame_myself", pgettext_lazy("reaction", "I am hard on myself")
    WORK_ON = "work_on", pgettext_lazy("reaction", "I work on and on")
    WITHDRAW = "withdraw", pgettext_lazy("reaction", "I pull back")
    GET_ANGRY = "get_angry", pgettext_lazy("reaction", "I get angry")
    PLEASE = "please", pgettext_lazy("reaction", "I adapt to the other")
    CONTROL = "control", pgettext_lazy("reaction", "I want to keep everything in hand")
    CHECK = "check", pgettext_lazy("reaction", "I check again and again")
    SCROLL = "scroll", pgettext_lazy("reaction", "I look for distraction")
    EAT_OR_DRINK = "eat_or_drink", pgettext_lazy("reaction", "I eat, drink or smoke")


class Protects(TextChoices):
    """What the old reaction may want to keep safe."""

    BELONGING = "belonging", pgettext_lazy("protects", "that I belong")
    PEACE = "peace", pgettext_lazy("protects", "the peace")
    NOT_HURT = "not_hurt", pgettext_lazy("protects", "that I am not hurt")
    NOT_FAIL = "not_fail", pgettext_lazy("protects", "that I do not fall short")
    GRIP = "grip", pgettext_lazy("protects", "that I keep a grip")
    REST = "rest", pgettext_lazy("protects", "a moment of rest")
    SOMEONE = "someone", pgettext_lazy("protects", "someone else")
    NOT_KNOWN = "not_known", pgettext_lazy("protects", "I do not know yet")
