"""One map of everything that can happen in this house."""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter, reverse_lazy

from loslaten.accounts import vault_views as vault
from loslaten.accounts import views as accounts
from loslaten.accounts.access import account_required, confirmed, newcomers
from loslaten.api import views as api
from loslaten.explore import views as explore
from loslaten.journal import views as journal
from loslaten.letters import archive, reminders
from loslaten.letters import views as letters
from loslaten.letters.reports import report_urls
from loslaten.library import feeds, skos
from loslaten.library import views as library
from loslaten.library.desk import desk_urls
from loslaten.library.terms import terms
from loslaten.patterns import moments
from loslaten.patterns import paths_views as paths
from loslaten.patterns import views as patterns
from loslaten.patterns.insight import EXPECTATIONS
from loslaten.practice import insight, measured, notes, offline
from loslaten.practice import views as practice
from loslaten.programme import views as programme
from loslaten.site import errors, views, yours
from loslaten.site.admin import desk
from loslaten.site.dates import DateConverter

register_converter(DateConverter, "date")

# What other rooms add to the page that looks back: `Part`s, each worked out only when nobody hid it.
MORE_INSIGHT = {"more": (EXPECTATIONS,)}


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
    path("account/consent/<slug:purpose>/", paths.uncounted(yours.consent), name="consent"),
    # the library: one address per language, so that each can be found and sent on
    path("library/", library.library, name="read"),
    *(
        path(f"library/<language:language>/{rest}", view, name=name)
        for rest, view, name in (
            ("", library.overview, "library"),
            ("find/", library.find, "find"),
            ("terms.json", terms, "terms"),
            ("feed/", feeds.feed, "feed"),
            ("themes/<slug:key>/", library.theme, "theme"),
            ("practices/", library.practices, "practices"),
            ("practices/<slug:slug>/", library.practice, "practice"),
            ("about/<slug:slug>/", library.page, "page"),
            ("<slug:slug>/", library.article, "article"),
        )
    ),
    path("library/themes.jsonld", skos.themes, name="skos"),
    path("je-brein/", explore.your_brain, name="your_brain"),
    path("je-brein/weeks/", explore.weeks, name="your_brain_weeks"),
    *desk_urls(),
    path("sitemap.xml", feeds.sitemap, {"more": archive.paths}, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    # accounts: allauth's views where they are ours to use, and no other of its addresses exists
    path("account/sign-in/", newcomers(allauth.login), name="account_login"),
    path("account/sign-in/passkey/", accounts.passkey_sign_in, name="passkey_sign_in"),
    path("account/sign-in/code/", accounts.recover, name="recover"),
    path("account/sign-up/", yours.sign_up, name="account_signup"),
    path("account/sign-out/", account_required(allauth.logout), name="account_logout"),
    path("account/confirm/", accounts.confirm, name="account_reauthenticate"),
    path("account/access/", accounts.access, name="access"),
    path("account/name/", accounts.change_name, name="change_name"),
    path("account/passphrase/", account_required(allauth.password_change), name="account_change_password"),
    path("account/passphrase/new/", accounts.new_passphrase, name="new_passphrase"),
    path(
        "account/reset/",
        allauth.PasswordResetView.as_view(extra_context={"mail": settings.MAIL}),
        name="account_reset_password",
    ),
    path("account/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w-]+)/$",
        allauth.PasswordResetFromKeyView.as_view(success_url=reverse_lazy("account_login")),
        name="account_reset_password_from_key",
    ),
    path(
        "account/email/",
        confirmed(allauth.EmailView.as_view(extra_context={"mail": settings.MAIL})),
        name="account_email",
    ),
    path("account/email/<str:key>/", allauth.confirm_email, name="account_confirm_email"),
    path("account/passkeys/", accounts.passkey_list, name="passkeys"),
    path("account/passkeys/add/", accounts.passkey_add, name="passkey_add"),
    path("account/passkeys/<int:pk>/name/", accounts.passkey_rename, name="passkey_rename"),
    path("account/passkeys/<int:pk>/remove/", accounts.passkey_remove, name="passkey_remove"),
    path("account/codes/", accounts.recovery_codes, name="recovery_codes"),
    path("account/codes/file/", accounts.recovery_file, name="recovery_file"),
    path("account/browsers/", accounts.browsers, name="browsers"),
    path("account/browsers/end/", accounts.browsers_end, name="browsers_end"),
    path("account/browsers/<int:pk>/end/", accounts.browser_end, name="browser_end"),
    path("vault/", vault.vault_page, name="vault"),
    path("vault/state.json", vault.state, name="vault_state"),
    path("vault/notes.json", vault.notes, name="notes_json"),
    path("vault/agree/", vault.agree, name="vault_agree"),
    path("vault/slot/", vault.slot, name="vault_slot"),
    path("vault/anew/", vault.start_anew, name="vault_anew"),
    path("vault/notes/<uuid:name>/erase/", vault.erase_note, name="erase_note"),
    path("notes/", vault.notes_page, name="notes"),
    path("questions/", journal.questions, name="questions"),
    path("questions/<date:of>/", journal.questions_of, name="questions_of"),
    path("questions/<date:of>/answers/", journal.answers, name="answers"),
    path("questions/<date:of>/erase/", journal.erase_day, name="erase_day"),
    path("practice/<uuid:pk>/note/", notes.note, name="round_note"),
    path("insight/", insight.insight, MORE_INSIGHT, name="insight"),
    path("insight/parts/", insight.hide, MORE_INSIGHT, name="insight_parts"),
    path("practice/start/", practice.start, name="start"),
    path("practice/kept/", practice.kept, name="kept"),
    path("practice/keep/", practice.keep, name="keep"),
    path("practice/receive/", offline.receive, name="receive"),
    path("patterns/<uuid:pk>/paths/", paths.show_paths, name="show_paths"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/new/", patterns.new, name="new_pattern"),
    path("patterns/words.json", patterns.all_words, name="all_words"),
    path("patterns/<uuid:pk>/", patterns.pattern, name="pattern"),
    path("patterns/<uuid:pk>/words/", patterns.words, name="pattern_words"),
    path("patterns/<uuid:pk>/times/", patterns.all_times, name="times"),
    path("patterns/<uuid:pk>/practise/", patterns.practise, name="practise"),
    path("patterns/<uuid:pk>/rest/", patterns.rest, name="rest"),
    path("patterns/<uuid:pk>/erase/", patterns.erase, name="erase_pattern"),
    path("patterns/<uuid:pk>/<str:name>/", patterns.part, name="pattern_part"),
    path("moment/", moments.ask, name="log_moment"),
    path("moment/offline/", moments.offline, name="offline_moment"),
    path("moment/receive/", moments.receive, name="receive_moment"),
    path("moment/<uuid:pk>/", moments.one, name="moment"),
    path("moment/<uuid:pk>/change/", moments.change, name="change_moment"),
    path("moment/<uuid:pk>/note/", moments.note, name="moment_note"),
    path("moment/<uuid:pk>/erase/", moments.erase, name="erase_moment"),
    path("step-by-step/", programme.overview, name="step_by_step"),
    path("step-by-step/<int:number>/", programme.step, name="small_step"),
    path("letters/", letters.letters, name="letters"),
    path("letters/asked/", letters.asked, name="letters_asked"),
    path("letters/confirm/<str:token>/", letters.confirm, name="letters_confirm"),
    path("letters/mine/<str:token>/", letters.mine, name="letters_mine"),
    path("letters/feed/<language:language>/", archive.feed, name="letters_feed"),
    *report_urls(settings.LETTERS_REPORTS),
    path("letters/<language:language>/<slug:slug>/", archive.letter, name="letter"),
    path("letters/<slug:slug>/", archive.letter_here, name="letter_here"),
    path("l/<str:token>/", letters.leave_page, name="leave"),  # short: a mail program reads it in one line of the head
    path("account/letter/own-week/", letters.own_week, name="own_week"),
    path("account/reminders/", reminders.reminders, name="reminders"),
    path("account/reminders/change/", reminders.change, name="reminders_change"),
    path("reminders/<str:key>.ics", reminders.feed, name="reminders_feed"),
    path("r/<str:token>/", reminders.off, name="reminders_off"),  # short, as a link in the head of a mail has to be
    path("account/take-along/", api.take_along, name="take_along"),
    path("account/bring-back/", api.bring_back, name="bring_back"),
    path("account/erase/", api.erase, name="erase_me"),
    path("practice/measured/", measured.say, name="say_measured"),
    path("practice/<uuid:pk>/strong/", practice.strong, name="strong"),
    path("practice/<uuid:pk>/outward/", paths.counted(practice.outward), name="outward"),
    path("practice/<uuid:pk>/after/", practice.after, {"beside": paths.beside_round}, name="after"),
    path("practice/<uuid:pk>/erase/", paths.uncounted(practice.erase), name="erase"),
    path("practice/<uuid:pk>/<str:name>/", paths.counted(practice.step), name="step"),
]

if settings.ADMIN:
    urlpatterns.append(path(f"{settings.ADMIN}/", desk.urls))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_often
handler500 = errors.server_error
