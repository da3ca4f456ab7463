"""One map of everything that can happen in this house."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from loslaten.api import views as api
from loslaten.practice import offline
from loslaten.practice import views as practice
from loslaten.site import errors, views, yours
from loslaten.site.admin import desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("help/", views.help_now, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/appearance/", views.appear, name="appear"),
    path("settings/", include("django.conf.urls.i18n")),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("demo/", views.demo, name="demo"),
    path("account/", yours.yours, name="yours"),
    path("account/consent/<slug:purpose>/", yours.consent, name="consent"),
    path("practice/start/", practice.start, name="start"),
    path("practice/kept/", practice.kept, name="kept"),
    path("practice/keep/", practice.keep, name="keep"),
    path("practice/erase/", practice.erase_all, name="erase_all"),
    path("practice/receive/", offline.receive, name="receive"),
    path("account/take-along/", api.take_along, name="take_along"),
    path("account/bring-back/", api.bring_back, name="bring_back"),
    path("account/erase/", api.erase, name="erase_me"),
    path("practice/<uuid:pk>/strong/", practice.strong, name="strong"),
    path("practice/<uuid:pk>/outward/", practice.outward, name="outward"),
    path("practice/<uuid:pk>/after/", practice.after, name="after"),
    path("practice/<uuid:pk>/erase/", practice.erase, name="erase"),
    path("practice/<uuid:pk>/<str:name>/", practice.step, name="step"),
]

if settings.ADMIN:
    urlpatterns.append(path(f"{settings.ADMIN}/", desk.urls))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
