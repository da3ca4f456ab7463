"""The addresses of a house whose host chose a place for the desk."""

from django.urls import include, path

from loslaten.site import urls
from loslaten.site.admin import desk

names = {getattr(pattern, "name", None) for pattern in urls.urlpatterns}
others = [] if "account_reauthenticate" in names else [path("account/", include("allauth.account.urls"))]
urlpatterns = [*urls.urlpatterns, path("desk/", desk.urls), *others]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
