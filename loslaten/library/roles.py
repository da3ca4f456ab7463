"""Who may do what at the desk: a writer writes and publishes, a host also keeps the themes and the readers."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

WRITES = [
    Q(content_type__app_label="wagtailadmin", codename="access_admin"),
    Q(content_type__app_label="library", content_type__model__in=["article", "practice", "page"]),
    Q(content_type__app_label="library", codename__in=["change_theme", "view_theme", "view_wantedword"]),
    Q(content_type__app_label="letters", content_type__model="letter"),
]
HOSTS = [
    *WRITES,
    Q(content_type__app_label="library", content_type__model__in=["theme", "wantedword"]),
    Q(content_type__app_label="letters", codename="change_reader"),  # the addresses of everybody who reads along
]
ROLES = {"writer": WRITES, "host": HOSTS}


def belongs_to(role: str) -> QuerySet[Permission]:
    """Find everything a role may do."""
    wanted = Q()
    for one in ROLES[role]:
        wanted |= one
    return Permission.objects.filter(wanted)


def give_role(person: object, role: str) -> None:
    """Put a person in a role; the group is made, or brought up to date, on the way."""
    group, _ = Group.objects.get_or_create(name=role)
    group.permissions.set(belongs_to(role))
    person.groups.add(group)  # type: ignore[attr-defined]


def renew_roles() -> None:
    """Add to the roles that somebody has what came with a new version."""
    for group in Group.objects.filter(name__in=ROLES):
        group.permissions.add(*belongs_to(group.name))


def take_roles(person: object) -> None:
    """Let a person go from the desk."""
    person.groups.remove(*Group.objects.filter(name__in=ROLES))  # type: ignore[attr-defined]
