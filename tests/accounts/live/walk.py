"""How somebody makes an account in a browser, signs in, and visits every page around it."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

PASSPHRASE = "een lange zin over water"


def sign_up(page: Page, address: str, name: str, *, keep: str = "yes") -> list[str]:
    """Make an account, and write down the codes."""
    page.goto(f"{address}/account/sign-up/")
    page.get_by_label("Naam").fill(name)
    page.locator("input[name=password1]").fill(PASSPHRASE)
    page.locator("input[name=of_age]").check(force=True)
    page.locator(f"input[name=keep][value={keep}]").check(force=True)
    page.get_by_role("button", name="Een account maken").click()
    expect(page).to_have_url(f"{address}/account/codes/")
    return page.locator(".codes li").all_inner_texts()


def sign_in(page: Page, address: str, name: str, passphrase: str = PASSPHRASE) -> None:
    page.goto(f"{address}/account/sign-in/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(passphrase)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/account/sign-out/")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()


def hold_a_key(page: Page) -> tuple[object, str]:
    """Give this browser a device with a finger on it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices, device["authenticatorId"]


def add_passkey(page: Page, address: str, name: str = "mijn telefoon") -> None:
    page.goto(f"{address}/account/passkeys/add/")
    page.get_by_label("Naam van deze passkey").fill(name)
    page.get_by_role("button", name="Een passkey toevoegen").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def every_room(page: Page, address: str, name: str) -> Iterator[str]:
    """Visit every page around an account, with what it says when something is wrong."""
    for room in ("sign-in", "sign-up", "sign-in/code", "reset", "reset/sent", "reset/1-old", "email/old"):
        page.goto(f"{address}/account/{room}/")
        yield room.replace("/", "-")
    page.goto(f"{address}/account/sign-up/")
    page.locator("input[name=username]").fill("x")
    page.locator("input[name=password1]").fill("kort")
    page.evaluate("document.querySelectorAll('form').forEach(form => (form.noValidate = true))")
    page.get_by_role("button", name="Een account maken").click()
    yield "sign-up-refused"
    sign_up(page, address, name)
    yield "codes"
    hold_a_key(page)
    add_passkey(page, address)
    yield "passkeys"
    page.get_by_role("link", name="Hernoemen").click()
    yield "passkey-name"
    page.goto(f"{address}/account/passkeys/")
    page.get_by_role("link", name="Weghalen").click()
    yield "passkey-remove"
    for room in ("access", "name", "passphrase", "email", "passkeys/add", "browsers", "confirm", "sign-out"):
        page.goto(f"{address}/account/{room}/")
        yield room.replace("/", "-")
