"""The two pictures of a choice, with words for those who do not see them."""

from django.utils.translation import gettext as _

from loslaten.brain.prior import Floats
from loslaten.explore import words
from loslaten.explore.weeks import Weeks
from loslaten.picture.chart import WeekLabels, paths_chart
from loslaten.picture.frame import Words
from loslaten.picture.head import Brain, HeadLabels, head_picture
from loslaten.picture.paths import Strength


def head(weeks: Weeks) -> str:
    """Draw the head as it is after twelve weeks."""
    brain = Brain(*(strength(course) for course in (weeks.alarm, weeks.front, weeks.old, weeks.new)))
    labels = HeadLabels(_("front"), _("alarm"), _("signal from your body"))
    return head_picture(brain, labels, Words(_("A head from the side, after twelve weeks"), described(weeks)))


def described(weeks: Weeks) -> str:
    """Say how broad the paths are, how large the alarm, and how much of the front can be used; 0 to 10."""
    said = _(
        "Out of 10: old path %(old)s, new path %(new)s, alarm %(alarm)s, front %(front)s. The faint edges show how far"
        " people differ."
    )
    courses = {"old": weeks.old, "new": weeks.new, "alarm": weeks.alarm, "front": weeks.front}
    return said % {name: words.ten(course[-1])[1] for name, course in courses.items()}


def strength(course: Floats) -> Strength:
    """Take the last week of a course."""
    return Strength(*(float(value) for value in course[-1]))


def chart(weeks: Weeks) -> str:
    """Draw both paths over twelve weeks, with the band that holds 8 of 10 possible people."""
    labels = WeekLabels(
        title=_("Width of the paths in twelve weeks"),
        desc=words.verdict(weeks),
        old=_("old path"),
        new=_("new path"),
        narrow=_("narrow"),
        broad=_("broad"),
        now=_("now"),
        week=_("{} weeks"),
    )
    return paths_chart({"old": weeks.old, "new": weeks.new}, labels)
