"""The words a person can choose from: stored in English, shown in their own language."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Step(TextChoices):
    """The five steps, in the order in which they help."""

    NOTICE = "notice", pgettext_lazy("step", "Notice")
    WELCOME = "welcome", pgettext_lazy("step", "Welcome")
    BREATHE = "breathe", pgettext_lazy("step", "Breathe")
    SOFTEN = "soften", pgettext_lazy("step", "Soften")
    LOOK_BACK = "look_back", pgettext_lazy("step", "Look back")


class Place(TextChoices):
    """A place in the body, as it stands beside the drawing."""

    FOREHEAD = "forehead", pgettext_lazy("place", "Forehead")
    EYES = "eyes", pgettext_lazy("place", "Eyes")
    JAW = "jaw", pgettext_lazy("place", "Jaw")
    THROAT = "throat", pgettext_lazy("place", "Throat")
    RIGHT_SHOULDER = "right_shoulder", pgettext_lazy("place", "Right shoulder")
    LEFT_SHOULDER = "left_shoulder", pgettext_lazy("place", "Left shoulder")
    CHEST = "chest", pgettext_lazy("place", "Chest")
    DIAPHRAGM = "diaphragm", pgettext_lazy("place", "Diaphragm")
    BELLY = "belly", pgettext_lazy("place", "Belly")
    ARMS = "arms", pgettext_lazy("place", "Arms")
    PELVIS = "pelvis", pgettext_lazy("place", "Pelvis")
    LEFT_HAND = "left_hand", pgettext_lazy("place", "Left hand")
    RIGHT_HAND = "right_hand", pgettext_lazy("place", "Right hand")
    LEGS = "legs", pgettext_lazy("place", "Legs")
    FEET = "feet", pgettext_lazy("place", "Feet")
    BACK_OF_HEAD = "back_of_head", pgettext_lazy("place", "Back of head")
    NECK = "neck", pgettext_lazy("place", "Neck")
    UPPER_BACK = "upper_back", pgettext_lazy("place", "Upper back")
    LOWER_BACK = "lower_back", pgettext_lazy("place", "Lower back")
    BUTTOCKS = "buttocks", pgettext_lazy("place", "Buttocks")
    CALVES = "calves", pgettext_lazy("place", "Calves")


# The same places inside a sentence: "there is tension in …".
IN_A_SENTENCE = {
    Place.FOREHEAD: _("my forehead"),
    Place.EYES: _("my eyes"),
    Place.JAW: _("my jaw"),
    Place.THROAT: _("my throat"),
    Place.RIGHT_SHOULDER: _("my right shoulder"),
    Place.LEFT_SHOULDER: _("my left shoulder"),
    Place.CHEST: _("my chest"),
    Place.DIAPHRAGM: _("my diaphragm"),
    Place.BELLY: _("my belly"),
    Place.ARMS: _("my arms"),
    Place.PELVIS: _("my pelvis"),
    Place.LEFT_HAND: _("my left hand"),
    Place.RIGHT_HAND: _("my right hand"),
    Place.LEGS: _("my legs"),
    Place.FEET: _("my feet"),
    Place.BACK_OF_HEAD: _("the back of my head"),
    Place.NECK: _("my neck"),
    Place.UPPER_BACK: _("my upper back"),
    Place.LOWER_BACK: _("my lower back"),
    Place.BUTTOCKS: _("my buttocks"),
    Place.CALVES: _("my calves"),
}


class Sensation(TextChoices):
    """How it feels at that place."""

    TIGHT = "tight", pgettext_lazy("sensation", "tight")
    PRESSURE = "pressure", pgettext_lazy("sensation", "pressing")
    KNOT = "knot", pgettext_lazy("sensation", "a knot")
    PULLING = "pulling", pgettext_lazy("sensation", "pulling")
    THROBBING = "throbbing", pgettext_lazy("sensation", "throbbing")
    HOT = "hot", pgettext_lazy("sensation", "hot")
    COLD = "cold", pgettext_lazy("sensation", "cold")
    TINGLING = "tingling", pgettext_lazy("sensation", "tingling")
    TREMBLING = "trembling", pgettext_lazy("sensation", "trembling")
    HEAVY = "heavy", pgettext_lazy("sensation", "heavy")
    HOLLOW = "hollow", pgettext_lazy("sensation", "hollow")
    NUMB = "numb", pgettext_lazy("sensation", "numb")
    RESTLESS = "restless", pgettext_lazy("sensation", "restless")


class Outcome(TextChoices):
    """What became of it; every answer is as good as the next."""

    SOFTER = "softer", pgettext_lazy("outcome", "softer")
    SAME = "same", pgettext_lazy("outcome", "the same")
    MORE = "more", pgettext_lazy("outcome", "more")
    MOVED = "moved", pgettext_lazy("outcome", "moved")
    UNSURE = "unsure", pgettext_lazy("outcome", "I do not know")


class Sign(TextChoices):
    """A first sign that something let go a little."""

    LOWER_BREATH = "lower_breath", pgettext_lazy("sign", "a lower breath")
    LESS_CRAMP = "less_cramp", pgettext_lazy("sign", "less cramp")
    CALM_MOMENT = "calm_moment", pgettext_lazy("sign", "a short moment of calm")
    SIGH = "sigh", pgettext_lazy("sign", "a sigh")
    YAWN = "yawn", pgettext_lazy("sign", "yawning")
    SWALLOW = "swallow", pgettext_lazy("sign", "swallowing")
    WARMTH = "warmth", pgettext_lazy("sign", "warmth")
    HEAVINESS = "heaviness", pgettext_lazy("sign", "getting heavier")
    TEARS = "tears", pgettext_lazy("sign", "tears")
    RUMBLE = "rumble", pgettext_lazy("sign", "a rumbling belly")
    WIDER_VIEW = "wider_view", pgettext_lazy("sign", "seeing more widely")
    NOTHING = "nothing", pgettext_lazy("sign", "nothing special")


class NextTime(TextChoices):
    """One small choice for when it comes back."""

    LONG_BREATH = "long_breath", pgettext_lazy("then", "I breathe out long, once")
    ALLOW = "allow", pgettext_lazy("then", "I say to myself: this may be here")
    FEEL_FEET = "feel_feet", pgettext_lazy("then", "I feel my feet, for three counts")
    SMALL_MOVEMENT = "small_movement", pgettext_lazy("then", "I make the same small movement")
    NOTHING = "nothing", pgettext_lazy("then", "I do not have to do anything")


class SenseUsed(TextChoices):
    """What was listened with."""

    STRAP = "strap", pgettext_lazy("heard with", "a heart strap")
    CAMERA = "camera", pgettext_lazy("heard with", "the camera")
    BELLY = "belly", pgettext_lazy("heard with", "the phone on your belly")
    HAND = "hand", pgettext_lazy("heard with", "your own hand")


class Ending(TextChoices):
    """How a round came to its end."""

    FINISHED = "finished", pgettext_lazy("ending", "finished")
    STOPPED = "stopped", pgettext_lazy("ending", "stopped")
    TOO_MUCH = "too_much", pgettext_lazy("ending", "it was too much")


# Fixed anchors, so that a 5 today means what a 5 meant last week.
ANCHORS = {
    0: _("slack"),
    2: _("hardly anything"),
    5: _("clearly there"),
    8: _("tight"),
    10: _("as tight as it can be"),
}
