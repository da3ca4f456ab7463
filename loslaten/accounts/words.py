"""What is said around signing in, in our words where allauth and Django have theirs."""

from django.utils.translation import gettext_lazy as _

TRY_LATER = _("That was often in a short time. Wait ten minutes, and try again.")

ERRORS = {
    "username_password_mismatch": _("This name and this passphrase do not go together. Would you look at both?"),
    "username_taken": _("Somebody else here has this name already. You could add something to it."),
    "username_blacklisted": _("A name cannot begin with guest-. Would you choose another one?"),
    "name_is_an_address": _("A name is not an e-mail address here, so that others cannot recognise you by it."),
    "name_has_odd_letters": _("A name has 2 to 30 letters, digits, dots, hyphens or underscores."),
    "too_many_login_attempts": TRY_LATER,
    "rate_limited": TRY_LATER,
    "incorrect_password": _("This is not your passphrase. Would you look at it once more?"),
    "enter_current_password": _("This is not your passphrase of now. Would you look at it once more?"),
    "duplicate_email": _("This address is yours already."),
    "email_taken": _("This address cannot be used here."),
    "incorrect_code": _("This did not work. You could try again, or use another way in."),
}

PASSPHRASE = {
    "password_too_short": _("This passphrase is shorter than 10 characters. A few words in a row are fine."),
    "password_too_common": _("Many people use this passphrase, so it is easy to guess. You could add a few words."),
    "password_too_similar": _("This passphrase looks like your name. You could choose other words."),
    "password_entirely_numeric": _("A passphrase of digits only is easy to guess. You could add a word."),
}

SAID = {
    "account/messages/password_changed.txt": _("Your passphrase is changed. Other browsers have been signed out."),
    "account/messages/email_confirmation_sent.txt": _("A mail is on its way. Press the link in it."),
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("This address cannot be used here."),
    "account/messages/email_deleted.txt": _("Your e-mail address has been erased."),
}
