"""How somebody comes to a note in a browser, and in again from another one."""

from playwright.sync_api import Page, expect

from tests.browser import walk


def practise(page: Page, address: str) -> str:
    """Practise a short round, and stand at its last page."""
    walk.begin(page, address, guide="short")
    page.locator("button[name=go][value=stop]").first.click()
    expect(page.locator("sealed-note [data-do=begin]")).to_be_visible()
    return page.url


def see_words(page: Page) -> list[str]:
    """Press the button, say yes, and look at the words."""
    page.locator("sealed-note [data-do=begin]").click()
    page.locator("[data-answer=yes]").click()
    expect(page.locator(".recovery li")).to_have_count(12)
    return page.locator(".recovery li").all_inner_texts()


def type_three(page: Page, words: list[str]) -> None:
    page.locator("[data-do=next]").click()
    for field in page.locator("[data-step=retype] .field").all():
        number = int(field.locator(".place").inner_text())
        field.locator("input").fill(words[number - 1])


def make_vault(page: Page) -> list[str]:
    words = see_words(page)
    type_three(page, words)
    page.locator("[data-step=retype] [type=submit]").click()
    expect(page.locator("#note-text")).to_be_visible()
    return words


def write(page: Page, text: str) -> None:
    page.locator("#note-text").fill(text)
    with page.expect_response(lambda answer: answer.url.endswith("/note/") and answer.request.method == "POST") as sent:
        page.locator("[data-part=write] [type=submit]").click()
    assert sent.value.status == 200, sent.value.text()
    expect(page.locator("[data-part=said]")).to_be_visible()


def lock(page: Page) -> None:
    page.locator("[data-do=lock]").click()
    expect(page.locator("[data-do=begin]")).to_be_visible()


def open_with_words(page: Page, words: str) -> None:
    """Type recovery words where they are asked for."""
    if page.locator("form[data-kind=passphrase] [data-do=words]").is_visible():
        page.locator("[data-do=words]").click()
    page.locator("#vault-recovery").fill(words)
    page.locator("form[data-kind=words] [type=submit]").click()


def same_person(browser, options: dict[str, object], page: Page):
    """Take another browser, in which this person has signed in too: it holds no key."""
    context = browser.new_context(**options)
    context.add_cookies([cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"])
    return context.new_page()
