"""Listening along in the breathe step: what can be heard with, and the words for what cannot."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

Words = Any  # a sentence that waits for its language


class Sense(NamedTuple):
    """One way to listen along: the name of its module in static/practice/senses, and what the page says of it."""

    name: str
    title: Words
    how: Words


# What stands here is offered; nothing else is asked for.
SENSES = (
    Sense(
        "strap",
        _("Heart strap"),
        _(
            "A strap around your chest, over Bluetooth. A band around arm or wrist smooths the beats out:"
            " what it sends is not exact enough here."
        ),
    ),
    Sense(
        "camera",
        _("Finger on the camera"),
        _(
            "Your fingertip lightly on the lens at the back, five minutes at most. No picture leaves this page, only"
            " its colour. Some phones have no lamp for pages: then good light helps."
        ),
    ),
    Sense(
        "belly",
        _("Phone on your belly"),
        _("Lie down, and let the phone rise and fall along with your belly."),
    ),
    Sense(
        "hand",
        _("Your own breath"),
        _("Press the water while you breathe in, let go when you breathe out. The space bar works too."),
    ),
)

# By the codes of docs/live.md.
CODES = {
    "insecure": _("This works only over a safe line (https). This page has none."),
    "no-bluetooth": _("This browser has no Bluetooth. An iPhone has none for pages, nor has Firefox."),
    "no-camera": _("There is no camera here that this page may use."),
    "no-frame-times": _("This browser does not tell when a picture was taken, and without that no beat can be found."),
    "no-motion": _("This device does not tell a page how it moves."),
    "refused": _("It was not allowed. That is fine."),
    "not-found": _("No strap was chosen. A strap often wakes only on moist skin."),
    "taken": _("Something else uses the camera."),
    "lost": _("The strap is out of reach."),
    "silent": _("Nothing came from the sensor any more."),
    "hidden": _("The page was out of sight, so listening stopped."),
    "enough": _("Five minutes is enough: the lens gets warm."),
    "failed": _("Listening along does not work here right now."),
    "gone": _("The line to Loslaten is gone."),
    "signed_out": _("You were signed out meanwhile."),
    "elsewhere": _("You listen along on another page now."),
    "full": _("Many people listen along right now. Try it another time."),
    "too_much": _("More came in than can be listened to."),
    "unreadable": _("What the sensor sends cannot be read."),
    "goes-on": _("The practice goes on."),
    "opening": _("One moment …"),
    "listening": _("We listen. It takes some ten seconds before there is something to say."),
    "listening-breath": _("We listen to your breath. After a few breaths there is something to say."),
    "press": _("Press the water while you breathe in."),
    "unclear": _("The signal is unclear. Nothing is measured now."),
    "fair": _("The signal is fairly clear."),
    "good": _("The signal is clear."),
    "breath": _("We hear your breath."),
    "lifted": _("There is no finger on the lens."),
    "dark": _("It is dark before the lens. More light helps."),
    "bright": _("It is too bright before the lens. Press a little more softly."),
    "no-torch": _("The lamp cannot be switched on here. Sit in good light."),
    "away": _("The strap is out of reach for a moment. We try again."),
    "no-contact": _("The strap says that it feels no skin."),
    "no-intervals": _("This band sends no single beats. Nothing can be made of it here."),
    "line-away": _("The line to Loslaten is gone for a moment. We try again."),
    "slower-again": _("The water goes back from there, and does not come again at this pace in this practice."),
    "no-longer": _("The water no longer follows. You can make it slower or faster yourself."),
    "heart": _("heart {rate}"),
    "breathing": _("breath {rate} a minute"),
    "short-unclear": _("signal unclear"),
}
