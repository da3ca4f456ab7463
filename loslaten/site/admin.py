"""The host's desk: who has an account and what the house does by itself; never what anybody practised or wrote."""

import time
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person
from loslaten.api.erase import erase
from loslaten.work.models import Duty

RECENT_S = 5 * 60
View = Callable[..., Any]


def is_host(request: HttpRequest) -> bool:
    """Tell whether a host is signed in."""
    return bool(request.user.is_active and request.user.is_staff)


def said_who(request: HttpRequest) -> bool:
    """Tell whether they said who they are in the last five minutes, by passphrase or passkey."""
    return any(time.time() - record["at"] < RECENT_S for record in get_authentication_records(request, request.user))


class Desk(admin.AdminSite):
    """Django's admin, which is not there for anybody but a host, and asks a host who they are every five minutes."""

    site_header = site_title = "Loslaten"
    index_title = _("For the host")
    enable_nav_sidebar = False
    index_template = "admin/desk.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in a host who said who they are a moment ago."""
        return is_host(request) and said_who(request)

    def admin_view(self, view: View, cacheable: bool = False) -> Any:  # noqa: ANN401 - Django's own signature
        """Stand before every page of the desk."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view's
            if not is_host(request):
                raise Http404
            if not said_who(request):
                again = urlencode({REDIRECT_FIELD_NAME: request.path})
                return redirect(f"{reverse('account_reauthenticate')}?{again}")
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Have no sign-in of its own: that is the house's."""
        raise Http404

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> NoReturn:
        """Have no page of its own for a passphrase either."""
        raise Http404


class Quiet(admin.ModelAdmin):  # type: ignore[type-arg]  # Django cannot be asked for a kind at run time
    """A page of the desk that adds nothing, and writes down no names of people."""

    actions_on_top = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to a host; the desk's own door keeps all others out."""
        return is_host(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a host look."""
        return is_host(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let nobody add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody throw away."""
        return False

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Write no name into a history."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:  # type: ignore[override]
        """Write no name into a history: what is erased is erased."""


class People(Quiet):
    """Who has an account: let somebody in no longer, or erase all that is theirs."""

    list_display = ["username", "date_joined", "guest", "is_active", "is_staff", "agreed"]
    list_filter = ["is_guest", "is_active", "is_staff"]
    search_fields = ["username"]
    fields = ["username", "date_joined", "guest", "agreed", "is_active"]
    readonly_fields = ["username", "date_joined", "guest", "agreed"]
    ordering = ("-date_joined",)
    show_full_result_count = False

    @admin.display(description=_("consents that stand"))
    def agreed(self, person: Person) -> int:
        """Count what somebody agreed to; what it was is theirs."""
        return int(getattr(person, "standing", 0))

    @admin.display(description=_("guest"), boolean=True, ordering="is_guest")
    def guest(self, person: Person) -> bool:
        """Tell whether somebody is here without an account."""
        return person.is_guest

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """Count with the same question that finds the people."""
        standing = Count("consents", filter=Q(consents__withdrawn_at=None))
        return Person.objects.annotate(standing=standing).order_by("-date_joined")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a host change others, so that nobody locks themselves out."""
        return is_host(request) and obj != request.user

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let a host erase others."""
        return self.has_change_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ANN401 - Django's own signature
        """Name who is erased, and nothing of what they practised."""
        return [str(person) for person in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Person) -> None:
        """Erase somebody, in every browser they were signed in."""
        erase(obj, request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        """Erase these people, but never oneself."""
        for person in queryset:
            if person != request.user:
                erase(person, request)


class Duties(Quiet):
    """What the house does by itself, when it did so last, and when it will again."""

    list_display = ["name", "last_done_at", "due_at", "tries"]
    ordering = ["name"]


desk = Desk(name="admin")
desk.register(Person, People)
desk.register(Duty, Duties)
