"""The addresses of a house whose host chose a place for the writer's desk."""

from django.urls import include, path
from wagtail.admin import urls as desk

from loslaten.site import urls

urlpatterns = [path("bureau/", include(desk)), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
