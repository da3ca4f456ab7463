"""Small softening movements, and the places they suit. None of them can hurt when done small."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loslaten.picture.bodymap import crop
from loslaten.practice.words import Place


class Movement(NamedTuple):
    """One movement: what to do, where it helps, and a cut-out of the body that shows it."""

    code: str
    title: str | Promise
    how: str | Promise
    places: frozenset[Place]
    view: str
    box: tuple[int, int, int, int]
    arrows: str

    def picture(self) -> str:
        """Draw the movement."""
        return crop(self.view, self.box, self.arrows)


P = Place
MOVEMENTS = (
    Movement("drop_jaw", _("Let your jaw drop"), _("Half an inch is enough. Tongue loose."),
             frozenset({P.JAW, P.THROAT}), "front", (136, 14, 88, 88), "M180 80v13m-5 -5l5 5l5 -5"),
    Movement("rest_eyes", _("Let your eyes rest"), _("Look at something far away, or close them softly."),
             frozenset({P.EYES, P.FOREHEAD, P.BACK_OF_HEAD}), "front", (144, 2, 72, 72), ""),
    Movement("look_around", _("Look around slowly"), _("Let your head follow your eyes, as far as is easy."),
             frozenset({P.NECK, P.BACK_OF_HEAD, P.EYES}), "back", (140, 8, 80, 86),
             "M166 100h-16m5 -5l-5 5l5 5M194 100h16m-5 -5l5 5l-5 5"),
    Movement("drop_shoulders", _("Lift, and let fall"), _("Shoulders up a little, and let them be heavy."),
             frozenset({P.LEFT_SHOULDER, P.RIGHT_SHOULDER, P.NECK, P.UPPER_BACK, P.ARMS}), "front", (104, 66, 82, 82),
             "M122 82v22m-5 -5l5 5l5 -5"),
    Movement("hand_on_chest", _("A hand on your chest"), _("Feel its warmth, and how it moves along."),
             frozenset({P.CHEST, P.THROAT, P.DIAPHRAGM}), "front", (138, 86, 84, 84),
             "M168 132q12 -8 24 0"),
    Movement("soft_belly", _("Let your belly go"), _("Undo a button if you like. It may be round."),
             frozenset({P.BELLY, P.DIAPHRAGM, P.PELVIS}), "front", (134, 160, 92, 92),
             "M166 206h-18m5 -5l-5 5l5 5M194 206h18m-5 -5l5 5l-5 5"),
    Movement("open_hands", _("Open your hands"), _("Palms up, on your lap. Fingers as they fall."),
             frozenset({P.LEFT_HAND, P.RIGHT_HAND, P.ARMS}), "front", (232, 236, 66, 76),
             "M254 306h-10m4 -4l-4 4l4 4M274 306h10m-4 -4l4 4l-4 4"),
    Movement("wide_back", _("Make your back wide"), _("Breathe backwards, between your shoulder blades."),
             frozenset({P.UPPER_BACK, P.LOWER_BACK}), "back", (136, 80, 88, 88),
             "M170 124h-18m5 -5l-5 5l5 5M190 124h18m-5 -5l5 5l-5 5"),
    Movement("sway_pelvis", _("Sway a little"), _("From one side to the other, on your chair or your feet."),
             frozenset({P.PELVIS, P.LOWER_BACK, P.BUTTOCKS}), "back", (130, 200, 100, 100),
             "M170 262h-22m5 -5l-5 5l5 5M190 262h22m-5 -5l5 5l-5 5"),
    Movement("press_feet", _("Press your feet down"), _("Slowly, and then nothing again."),
             frozenset({P.FEET, P.LEGS, P.CALVES}), "front", (130, 424, 100, 96),
             "M157 478v18m-4 -4l4 4l4 -4M203 478v18m-4 -4l4 4l4 -4"),
    Movement("stretch", _("Stretch, as after sleep"), _("As far as is pleasant, and let go slowly."),
             frozenset({P.UPPER_BACK, P.LOWER_BACK, P.ARMS, P.LEGS}), "front", (96, 60, 168, 168),
             "M116 96v-24m-6 6l6 -6l6 6M244 96v-24m-6 6l6 -6l6 6"),
    Movement("walk", _("Walk a few steps"), _("Slowly enough to feel each foot."),
             frozenset({P.LEGS, P.FEET, P.CALVES, P.BUTTOCKS}), "front", (112, 300, 136, 136),
             "M160 420v-30m-6 6l6 -6l6 6"),
)  # fmt: skip
STILL = "still"
FITTING = 4  # more choices than this is work


def fitting(places: Collection[str], *, first: str = "") -> list[Movement]:
    """Choose the movements that suit these places; without a place, ones that suit everybody. One may come first."""
    wanted = frozenset(places) or frozenset({P.FEET, P.LEFT_SHOULDER, P.LEFT_HAND, P.CHEST})
    ranked = sorted(MOVEMENTS, key=lambda movement: -len(movement.places & wanted))
    suited = [movement for movement in ranked if movement.places & wanted][:FITTING]
    feet = next(movement for movement in MOVEMENTS if movement.code == "press_feet")
    asked = [movement for movement in MOVEMENTS if movement.code == first]
    return list(dict.fromkeys([*asked, *suited, feet]))
