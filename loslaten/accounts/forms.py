"""What is asked around signing in: allauth's checks, our words, and what a password manager needs to know."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from loslaten.accounts import passkeys, recovery
from loslaten.accounts.adapter import Adapter
from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.mail import send_reset_soon
from loslaten.accounts.models import Consent, Person

REQUIRED = _("This is needed to go on.")
PASSPHRASE_HELP = _("At least 10 characters. A few words in a row are easy to remember. Any letter and sign is fine.")
NAME_HELP = _("2 to 30 letters, digits, dots, hyphens or underscores. It need not be your own name.")

AS_TYPED = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
KEEP = Consent.Purpose.KEEP_ROUNDS
ANSWERS = [("yes", QUESTIONS[KEEP].yes), ("no", QUESTIONS[KEEP].no)]


class Plain:
    """Say what a field is above it, not in it, and say in our words that one is needed."""

    words: dict[str, tuple[Any, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = REQUIRED
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(Plain, allauth.LoginForm):
    """A name and a passphrase."""

    words = {"login": (_("Name"), ""), "password": (_("Passphrase"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", **AS_TYPED}


class SignUpForm(Plain, allauth.SignupForm):
    """A name, a passphrase, an age, and whether to keep what is practised."""

    words = {"username": (_("Name"), NAME_HELP), "password1": (_("Passphrase"), PASSPHRASE_HELP)}
    field_order = ("username", "password1", "of_age", "keep")

    of_age = forms.BooleanField(label=_("I am 16 or older"))
    keep = forms.ChoiceField(
        label=QUESTIONS[KEEP].ask,
        help_text=QUESTIONS[KEEP].without,
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)  # allauth has an order of its own
        self.fields["username"].widget.attrs |= {**AS_TYPED, "maxlength": "30"}
        self.fields["of_age"].error_messages["required"] = _("An account is for people of 16 and older.")
        self.fields["keep"].error_messages["required"] = _("Would you choose one of the two? Both are fine.")

    def clean_password1(self) -> str:
        """Leave the checking to allauth's own clean, which knows the name too."""
        return str(self.cleaned_data["password1"])

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Write down the answer that was given with the account, and make a way in for when the passphrase is gone."""
        if self.cleaned_data["keep"] == "yes":
            person.agree(KEEP, wording=QUESTIONS[KEEP].wording, at=now())
        else:
            get_adapter().keep_no_longer(request, person)
        recovery.renew(person)


class ChangeForm(Plain, allauth.ChangePasswordForm):
    """The passphrase of now, and another one."""

    words = {"oldpassword": (_("Passphrase of now"), ""), "password1": (_("New passphrase"), PASSPHRASE_HELP)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # it can be looked at while typing, and there are other ways in


class NewForm(Plain, allauth.SetPasswordForm):
    """Another passphrase, for somebody who came in by another way."""

    words = {"password1": (_("New passphrase"), PASSPHRASE_HELP)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ResetForm(Plain, allauth.ResetPasswordForm):
    """An address to send a link to."""

    words = {"email": (_("E-mail address"), "")}

    def clean_email(self) -> str:
        """Look for nobody yet: the answer is the same for everybody, and takes as long."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ANN401 - allauth has no types
        """Send the link afterwards."""
        send_reset_soon(request, self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class ResetKeyForm(Plain, allauth.ResetPasswordKeyForm):
    """Another passphrase, for somebody who followed the link."""

    words = {"password1": (_("New passphrase"), PASSPHRASE_HELP)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth has no types
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ConfirmForm(Plain, allauth.ReauthenticateForm):
    """The passphrase once more."""

    words = {"password": (_("Passphrase"), "")}


class EmailForm(Plain, allauth.AddEmailForm):
    """An address of one's own."""

    words = {"email": (_("E-mail address"), _("Only for a new passphrase, and for letters when you ask for them."))}


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """Another name."""

    class Meta:
        model = Person
        fields = ("username",)
        labels = {"username": _("Name")}
        help_texts = {"username": NAME_HELP}
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "username", **AS_TYPED})}
        error_messages = {"username": {"required": REQUIRED}}

    def clean_username(self) -> str:
        """Hold it to what a name is here; one's own name in other capitals is free."""
        name = self.cleaned_data["username"]
        return Adapter().clean_username(name, shallow=name.lower() == self.initial["username"].lower())


class RecoverForm(forms.Form):
    """A name and a recovery code."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", **AS_TYPED}),
        error_messages={"required": REQUIRED},
    )
    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("12 digits; spaces and hyphens do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": REQUIRED},
    )


class PasskeyNameForm(forms.Form):
    """What somebody calls a passkey."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("For yourself, such as: my phone."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": REQUIRED},
    )


class Signed:
    """A passkey, asked for by this very page."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:  # noqa: ANN401 - allauth has no types
        """Refuse what cannot be read, and what was signed for a page of another address."""
        with passkeys.reading():
            passkeys.from_here(self.cleaned_data["credential"])
            return super().clean_credential()  # type: ignore[misc]


class PasskeySignInForm(Signed, LoginWebAuthnForm):
    """A passkey in place of a name and a passphrase."""


class PasskeyConfirmForm(Signed, AuthenticateWebAuthnForm):
    """A passkey once more."""

    reauthenticated = True


class PasskeyAddForm(PasskeyNameForm):
    """A new passkey, and what to call it."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_credential(self) -> Any:  # noqa: ANN401 - anything may be sent
        """Refuse what does not belong to the question this page asked."""
        passkeys.check(self.cleaned_data["credential"])
        return self.cleaned_data["credential"]

    def save(self) -> None:
        """Keep it."""
        passkeys.keep(self.person, self.cleaned_data["credential"], self.cleaned_data["name"])
