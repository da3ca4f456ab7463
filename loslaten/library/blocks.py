"""The parts of an article as blocks at the desk. Nothing is required here: `parts.missing` says in words what is."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["italic", "link"]
RUNNING = ["italic", "ol", "ul", "link"]
STRENGTHS = [("strong", _("strong")), ("moderate", _("moderate")), ("limited", _("limited")), ("model", _("model"))]
STEPS = [
    ("notice", _("Notice")), ("welcome", _("Welcome")), ("breathe", _("Breathe")), ("soften", _("Soften")),
    ("look_back", _("Look back")),
]  # fmt: skip


def line(label: object, **options: object) -> blocks.CharBlock:
    """Make a field of one line."""
    return blocks.CharBlock(label=label, required=False, **options)


def text(label: object, **options: object) -> blocks.TextBlock:
    """Make a field of several plain sentences."""
    return blocks.TextBlock(label=label, required=False, rows=3, **options)


def running(label: object, **options: object) -> blocks.RichTextBlock:
    """Make a field of running text with emphasis, lists and links."""
    return blocks.RichTextBlock(label=label, required=False, features=RUNNING, **options)


class Question(blocks.StructBlock):
    """One of the three questions before an article."""

    ask = line(_("The question"))
    why = line(_("Why it is asked"))

    class Meta:
        icon = "help"
        label = _("Question")


class Section(blocks.StructBlock):
    """A heading, text, one example and one reflection question."""

    heading = line(_("Heading"))
    before = running(_("Text"))
    example = running(_("The example"), help_text=_("A person with a name, at a moment."))
    after = running(_("Text after the example"))
    question = line(_("The reflection question"))

    class Meta:
        icon = "doc-full"
        label = _("Section")


class Frequent(blocks.StructBlock):
    """A frequent question and its answer."""

    ask = line(_("The question"))
    answer = text(_("The answer"))

    class Meta:
        icon = "help"
        label = _("Frequent question")


class Evidence(blocks.StructBlock):
    """Who found what, and how sure it is."""

    source = line(_("Who found it"))
    year = blocks.IntegerBlock(label=_("The year"), required=False)
    strength = blocks.ChoiceBlock(label=_("The strength"), choices=STRENGTHS, required=False)
    finding = text(_("What was found"))
    doi = line(_("DOI"), help_text=_("Only where you are certain."))

    class Meta:
        icon = "success"
        label = _("Evidence")


class Phrases(blocks.StructBlock):
    """What a practice says during one step."""

    step = blocks.ChoiceBlock(label=_("Step"), choices=STEPS)
    lines = blocks.TextBlock(label=_("Lines to hear slowly"), help_text=_("One on each line."), required=False, rows=3)

    class Meta:
        icon = "comment"
        label = _("Step")
