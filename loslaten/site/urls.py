"""One map of everything that can happen in this house."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from loslaten.library import feeds, skos
from loslaten.library import views as library
from loslaten.library.desk import desk_urls
from loslaten.practice import offline
from loslaten.practice import views as practice
from loslaten.site import errors, views, yours


class Language:
    """One of the two languages, in an address."""

    regex = "nl|en"
    to_python = to_url = staticmethod(str)


register_converter(Language, "language")

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
    # the library: one address per language, so that each can be found and sent on
    path("library/", library.library, name="read"),
    *(
        path(f"library/<language:language>/{rest}", view, name=name)
        for rest, view, name in (
            ("", library.overview, "library"),
            ("find/", library.find, "find"),
            ("feed/", feeds.feed, "feed"),
            ("themes/<slug:key>/", library.theme, "theme"),
            ("practices/", library.practices, "practices"),
            ("practices/<slug:slug>/", library.practice, "practice"),
            ("about/<slug:slug>/", library.page, "page"),
            ("<slug:slug>/", library.article, "article"),
        )
    ),
    path("library/themes.jsonld", skos.themes, name="skos"),
    *desk_urls(),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("practice/start/", practice.start, name="start"),
    path("practice/kept/", practice.kept, name="kept"),
    path("practice/keep/", practice.keep, name="keep"),
    path("practice/erase/", practice.erase_all, name="erase_all"),
    path("practice/receive/", offline.receive, name="receive"),
    path("practice/<uuid:pk>/strong/", practice.strong, name="strong"),
    path("practice/<uuid:pk>/outward/", practice.outward, name="outward"),
    path("practice/<uuid:pk>/after/", practice.after, name="after"),
    path("practice/<uuid:pk>/erase/", practice.erase, name="erase"),
    path("practice/<uuid:pk>/<str:name>/", practice.step, name="step"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
