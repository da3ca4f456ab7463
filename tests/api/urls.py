"""The house with allauth's own pages beside it, for where those of the house are not there."""

from django.urls import include, path

from loslaten.site.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django finds them here
from loslaten.site.urls import urlpatterns as house

urlpatterns = [*house, path("allauth/", include("allauth.urls"))]
