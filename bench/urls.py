"""The house, and an empty view to compare its rooms with: the same process, the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.timezone import now

from loslaten.site import urls


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def known(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.pk))


def row(request: HttpRequest) -> HttpResponse:
    request.user.date_joined = now()
    request.user.save(update_fields=["date_joined"])
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("known/", known), path("row/", row), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
