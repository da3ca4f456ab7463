"""The house, and an empty view to compare its rooms with: the same process, the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from loslaten.site import urls


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
