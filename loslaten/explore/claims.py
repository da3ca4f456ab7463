"""What the page claims, how sure it is, and who found it; the sources stand in docs/model.md or the library."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Claim(NamedTuple):
    """A question, an answer, and how sure that is: strong, moderate, limited or model."""

    question: Any
    answer: Any
    strength: Any
    sources: Any


# Also told beside a pattern, beforehand, when it may happen there.
COMEBACK = Claim(
    _("Why can an old alarm come back after a pause?"),
    _(
        "Old fear is hardly erased. A safe experience comes to lie beside it, and that is harder to recall when it"
        " has rested for a while. What you learned is not lost by that: learning it again often goes faster."
    ),
    _("Limited: mostly in rats and in the laboratory. Model for daily life."),
    _("Quirk, 2002; Craske and others, 2014"),
)
CLAIMS = (
    Claim(
        _("What happens when you push it away?"),
        _(
            "A thought that you push away often comes back once you stop pushing. As long as your head is free, pushing"
            " away can help for a moment. In the model the alarm stays on guard meanwhile, and little is learned."
        ),
        _("Moderate for thoughts that come back. Model for the alarm."),
        _("Abramowitz and others, 2001; Wang, Hagger and Chatzisarantis, 2020"),
    ),
    Claim(
        _("Why welcome it?"),
        _(
            "People who more often let their feelings be have fewer negative feelings under stress. What leads to what"
            " is not shown by that. The model takes a small difference: about half a point at a tension of 6."
        ),
        _("Moderate, mainly associations. Model for the size."),
        _("Ford, Lam, John and Mauss, 2018; Webb, Miles and Sheeran, 2012"),
    ),
    Claim(
        _("Why a slow breath?"),
        _(
            "Slow breathing may calm your body at that moment. Whether it leaves you with less stress in the long run"
            " is less sure. The model takes nearly a point out of 10, from whole programmes; one round may do less."
        ),
        _("Moderate for your body at the moment itself. Limited for stress in the long run."),
        _("Zaccaro and others, 2018; Shao, Man and Lee, 2024; Fincham and others, 2023"),
    ),
    Claim(
        _("Why repeat it?"),
        _(
            "In one study it took an estimated 18 to 254 days until a new habit went by itself. The model takes over"
            " that spread, which makes the bands wide. Skipping once made little difference. It was about eating,"
            " drinking and moving, not about tension."
        ),
        _("Limited."),
        _("Lally and others, 2010"),
    ),
    Claim(
        _("Why the old path, just when it is tense?"),
        _(
            "Under strong alarm the front, which chooses, may take part less. Then what you often did goes by itself."
            " In some studies people fell back on habits under stress; two exact repetitions of such a study did not"
            " find it."
        ),
        _("Limited, and disputed."),
        _("Arnsten, 2009; Otto and others, 2013; against: Smeets and others, 2023"),
    ),
    COMEBACK,
)
