"""The letters at the desk: writing one, and the page on which it is looked at, planned and followed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from loslaten.letters.desk import frame, letter_counts, letter_page
from loslaten.letters.models import Letter
from loslaten.letters.readers_desk import MAY, TOOK_ALONG, readers_file, readers_lists, readers_page
from loslaten.letters.writing import LetterForm, can_change

TEXTS = ("subject", "opening", "question")


def words(language: str) -> list[FieldPanel]:
    """Give the fields of one language."""
    return [FieldPanel(f"{name}_{language}") for name in TEXTS]


def panels(*names: str) -> list[FieldPanel]:
    """Give these fields."""
    return [FieldPanel(name) for name in names]


class Onward:
    """After saving, the page of the letter says how it stands."""

    object: Letter

    def get_success_url(self) -> str:
        """Lead to the page of the letter."""
        return reverse("letter_desk", args=[self.object.pk])


class NewLetter(Onward, CreateView):
    """An empty letter."""


class ChangeLetter(Onward, EditView):
    """A letter to go on with."""


class Letters(SnippetViewSet):
    """The letters."""

    model = Letter
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    menu_name = "letters"
    menu_order = 110
    add_to_admin_menu = True
    add_view_class = NewLetter
    edit_view_class = ChangeLetter
    list_display = ("__str__", "get_state_display", "due_at")
    search_fields = ("subject_nl", "subject_en", "slug")
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(words("nl"), heading=gettext_lazy("Dutch")),
            ObjectList(words("en"), heading=gettext_lazy("English")),
            ObjectList(panels("theme", "article", "practice", "with_news"), heading=gettext_lazy("This week")),
            ObjectList(panels("wall_date", "wall_time", "zone", "slug", "in_archive"), heading=gettext_lazy("When")),
        ],
        base_form_class=LetterForm,
    )


register_snippet(Letters)


@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    """Give the page of a letter its place at the desk."""
    return [
        path("letters/readers/", readers_page, name="readers_desk"),
        path("letters/readers/lists/", readers_lists, name="readers_lists"),
        path("letters/readers/list.csv", readers_file, name="readers_file"),
        path("letters/<int:pk>/", letter_page, name="letter_desk"),
        path("letters/<int:pk>/counts/", letter_counts, name="letter_counts"),
        path("letters/<int:pk>/<str:language>/", frame, name="letter_frame"),
    ]


class ReadersItem(MenuItem):
    """Leads to the readers, for whoever may look after them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Stand there only for them."""
        return request.user.has_perm(MAY)


@hooks.register("register_admin_menu_item")
def readers_item() -> MenuItem:
    """Put the readers below the letters."""
    return ReadersItem(gettext_lazy("Readers"), reverse("readers_desk"), name="readers", icon_name="group", order=111)


@hooks.register("register_log_actions")
def told(actions: Any) -> None:  # noqa: ANN401 - Wagtail has no types
    """Let the history of the desk tell who took the list of readers along."""
    actions.register_action(TOOK_ALONG, gettext_lazy("Take the readers along"), gettext_lazy("Took the readers along"))


@hooks.register("before_edit_snippet")
def leave_as_it_is(request: HttpRequest, letter: Any) -> HttpResponse | None:  # noqa: ANN401 - any snippet
    """Lead from a letter that is going out to its page: it cannot be changed any more."""
    if isinstance(letter, Letter) and not can_change(Letter.objects.get(pk=letter.pk)):
        return redirect("letter_desk", letter.pk)
    return None


@hooks.register("before_delete_snippet")
def keep_what_went(request: HttpRequest, chosen: list[Any]) -> HttpResponse | None:
    """Keep every letter that somebody has, with its ledger."""
    for each in chosen:
        if isinstance(each, Letter) and (each.kind == Letter.Kind.WELCOME or not can_change(each)):
            messages.error(request, _("A letter that went out cannot be erased."))
            return redirect("letter_desk", each.pk)
    return None
