"""One map of everything that can happen in this house."""

from django.urls import URLPattern, URLResolver, include, path

from loslaten.accounts import vault_views as vault
from loslaten.practice import notes, offline
from loslaten.practice import views as practice
from loslaten.site import errors, views

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
    path("vault/", vault.vault_page, name="vault"),
    path("vault/state.json", vault.state, name="vault_state"),
    path("vault/notes.json", vault.notes, name="notes_json"),
    path("vault/agree/", vault.agree, name="vault_agree"),
    path("vault/slot/", vault.slot, name="vault_slot"),
    path("vault/anew/", vault.start_anew, name="vault_anew"),
    path("vault/notes/<uuid:name>/erase/", vault.erase_note, name="erase_note"),
    path("notes/", vault.notes_page, name="notes"),
    path("practice/<uuid:pk>/note/", notes.note, name="round_note"),
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
