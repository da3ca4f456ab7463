"""What somebody does around signing in, and the questions a page asks a device."""

PASSPHRASE = "een lange zin over water"
ANSWERS = {"username": "Anna", "password1": PASSPHRASE, "of_age": "on", "keep": "yes"}


def sign_up(visitor, name: str = "Anna", **answers: str):
    return visitor.post("/account/sign-up/", {**ANSWERS, "username": name, **answers})


def sign_in(visitor, name: str = "Anna", passphrase: str = PASSPHRASE, **more: str):
    return visitor.post("/account/sign-in/", {"login": name, "password": passphrase, **more})


def is_in(visitor) -> bool:
    return visitor.get("/account/access/").status_code == 200


def question(visitor, address: str) -> dict:
    return visitor.get(address, headers={"accept": "application/json"}).json()


def wait_a_quarter(visitor) -> None:
    """Let it be a quarter of an hour ago that somebody said who they are."""
    session = visitor.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 16 * 60} for record in session["account_authentication_methods"]
    ]
    session.save()
