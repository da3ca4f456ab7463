"""A browser in plain words: enough to tell one's phone from one's laptop, and no more."""

# The order matters: most browsers say that they are several others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Samsung Internet", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("ChromeOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Mac", "Mac"),
    ("Linux", "Linux"),
)


def plain(user_agent: str) -> str:
    """Say which browser on which system, such as "Firefox on Windows"; what was said so stays as it is."""
    return f"{first(BROWSERS, user_agent)} on {first(SYSTEMS, user_agent)}"


def first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    """Find the first name that is in there; a question mark when none is."""
    return next((name for sign, name in names if sign in user_agent), "?")
