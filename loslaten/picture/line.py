"""A line between two posts: taut is holding, slack is letting go."""

from html import escape


def hanging(tension: float, *, width: float, height: float, top: float = 4) -> str:
    """Trace the line at some tension.

    Parameters
    ----------
    tension
        0 (slack) to 10 (taut).
    width, height
        Size of the frame between the posts, in picture units.
    top
        How far below the frame's top the line is fastened.

    Returns
    -------
    str
        SVG path data: a parabola, as a slack rope nearly is.
    """
    sag = (10 - tension) / 10 * (height - 2 * top) * 2 + 0.5
    return f"M2 {top:g}Q{width / 2:g} {top + sag:.1f} {width - 2:g} {top:g}"


def between_posts(tension: float, *, width: int = 100, height: int = 52) -> str:
    """Draw one line between two posts.

    Parameters
    ----------
    tension
        0 (slack) to 10 (taut).
    width, height
        Size of the picture.

    Returns
    -------
    str
        A decorative SVG.
    """
    line = hanging(tension, width=width, height=height - 4)
    rope = f'<path class="rope-now" d="{line}"/>'
    return f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">{posts(width, height)}{rope}</svg>'


def posts(width: int, height: int) -> str:
    """Draw the two posts.

    Parameters
    ----------
    width, height
        Size of the picture.

    Returns
    -------
    str
        An SVG path.
    """
    return f'<path class="post" d="M1 0V{height}M{width - 1} 0V{height}"/>'


def letting_go(*, width: int = 400, height: int = 236) -> str:
    """Draw one line five times, from taut to slack: the sign of the house.

    Parameters
    ----------
    width, height
        Size of the picture.

    Returns
    -------
    str
        A decorative SVG.
    """
    lines = [hanging(tension, width=width, height=height - 20, top=15) for tension in (10, 8, 5.5, 2.8, 0)]
    names = ("rope-taut", "rope-between", "rope-between", "rope-between", "rope-now")
    paths = "".join(f'<path class="{name}" d="{line}"/>' for name, line in zip(names, lines, strict=True))
    return (
        f'<svg class="letting-go" viewBox="0 0 {width} {height}" aria-hidden="true">{posts(width, height)}{paths}</svg>'
    )


def before_after(before: int | None, after: int | None, *, title: str, width: int = 360, height: int = 120) -> str:
    """Draw one round: a dashed line for before, a solid one for after.

    Parameters
    ----------
    before, after
        Tension 0 to 10; None where it was not rated.
    title
        The same in words, for who does not see the picture.
    width, height
        Size of the picture.

    Returns
    -------
    str
        An SVG with a title.
    """
    lines = "".join(
        f'<path class="{name}" d="{hanging(tension, width=width, height=height - 8)}"/>'
        for name, tension in (("rope-was", before), ("rope-now", after))
        if tension is not None
    )
    return (
        f'<svg class="before-after" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>{posts(width, height)}{lines}</svg>"
    )
