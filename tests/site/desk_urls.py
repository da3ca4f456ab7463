"""The addresses of a house whose host chose a place for the desk."""

from django.urls import path

from loslaten.site import urls
from loslaten.site.admin import desk

urlpatterns = [*urls.urlpatterns, path("desk/", desk.urls)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
