"""What stands on the desk: articles, practices, pages, themes, and the words nobody found."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from loslaten.library.forms import TextForm
from loslaten.library.models import Article, Edition, Gone, Page, Practice, Text, Theme, WantedWord
from loslaten.library.skeleton import new_article
from loslaten.library.translate import translation_of

DIGITS = 19  # of a number a database can hold
NAMED = MultiFieldPanel([FieldPanel("language"), FieldPanel("slug"), FieldPanel("key")], heading=_("Address"))


def tabs(*fields: str, more: tuple[object, ...] = ()) -> TabbedInterface:
    """Lay a form out in three tabs: the text, what belongs to it, and when it appears."""
    panels = [FieldPanel(name) for name in ("title", *fields)]
    lists = [
        ObjectList(panels, heading=_("Text")),
        ObjectList([NAMED, *more], heading=_("Belongs to")),
        ObjectList([PublishingPanel()], heading=_("When")),
    ]
    return TabbedInterface(lists, base_form_class=TextForm)


class NewArticle(CreateView):
    """A form that begins with the skeleton."""

    def get_initial_form_instance(self) -> Article:
        """Begin with an example in every part, or with the article to translate."""
        source = self.request.GET.get("translate", "")
        found = Article.objects.filter(pk=source).first() if source.isdecimal() and len(source) < DIGITS else None
        return translation_of(found) if found else new_article()


class Translate(ActionMenuItem):
    """Leads from an article to the same one in the other language, or to a beginning of it."""

    name = "action-translate"
    icon_name = "globe"

    @property
    def label(self) -> str:
        """What stands on the button."""
        return str(_("Make the translation, or go to it"))

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Stand beside an article that is there."""
        return context["view"] == "edit" and context["model"] is Article and bool(context["instance"].key)

    def get_url(self, context: dict[str, Any]) -> str:
        """Lead to the other article; where there is none, to a new one."""
        article = context["instance"]
        desk = Article.snippet_viewset
        other = Article.objects.filter(key=article.key).exclude(language=article.language).first()
        if other:
            return reverse(desk.get_url_name("edit"), args=[other.pk])
        return f"{reverse(desk.get_url_name('add'))}?translate={article.pk}"


class Texts(SnippetViewSet):
    """What is the same for every kind of text."""

    list_display = ("title", "language", LiveStatusTagColumn())
    list_filter = ("language", "live")
    search_fields = ("title", "slug")


class Articles(Texts):
    """The articles."""

    model = Article
    icon = "doc-full"
    add_view_class = NewArticle
    edit_handler = tabs(
        "summary", "questions", "sections", "pull_line", "take_along", "closing", "faq", "evidence",
        more=tuple(map(FieldPanel, ("theme", "practice", "related", "read_also"))),
    )  # fmt: skip


class Practices(Texts):
    """The practices."""

    model = Practice
    icon = "media"
    edit_handler = tabs("kernel", "body", "phrases", more=(FieldPanel("minutes"), FieldPanel("movement")))


class Pages(Texts):
    """The pages of the house."""

    model = Page
    icon = "doc-empty"
    edit_handler = tabs("summary", "body", "faq")


class Themes(SnippetViewSet):
    """The themes."""

    model = Theme
    icon = "tag"
    list_display = ("label_nl", "label_en", "group")
    list_filter = ("group",)
    search_fields = ("label_nl", "label_en", "key")


class Wanted(SnippetViewSet):
    """Words for which there is no theme yet; to read, not to write."""

    model = WantedWord
    icon = "search"
    list_display = ("word", "times")
    panels = (FieldPanel("word", read_only=True), FieldPanel("times", read_only=True))


class Library(SnippetViewSetGroup):
    """The library in the menu of the desk."""

    items = (Articles, Practices, Pages, Themes, Wanted)
    menu_icon = "folder-open-inverse"
    menu_label = _("Library")
    menu_name = "library"
    menu_order = 100


register_snippet(Library)


@hooks.register("insert_global_admin_css")
def colours() -> str:
    """Give the desk the colours of the house."""
    return format_html('<link rel="stylesheet" href="{}">', static("library/desk.css"))


@hooks.register("construct_main_menu")
def only_what_is_here(request: object, items: list[Any]) -> None:
    """Leave out of the menu what this house does not use: its pages are no tree."""
    items[:] = [item for item in items if item.name not in {"explorer", "images", "documents", "snippets", "help"}]


@hooks.register("construct_settings_menu")
def no_people(request: object, items: list[Any]) -> None:
    """Leave out what is closed: people are looked after at another place."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("register_snippet_action_menu_item")
def translate(model: type) -> Translate:
    """Put the translation among what can be done with an article."""
    return Translate(order=60)


@hooks.register("after_delete_snippet")
def remember(request: object, gone: list[Any]) -> None:
    """Note which texts and themes a writer took away, so that no later load brings them back."""
    for row in gone:
        if isinstance(row, Theme | Text):
            Gone.remember(row)


@hooks.register("after_edit_snippet")
@hooks.register("after_delete_snippet")
def renew(request: object, changed: object) -> None:
    """Make a new edition of what no row tells by itself: other neighbours, many rows taken away at once."""
    Edition.renew()
