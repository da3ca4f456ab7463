"""The words of the themes as one small file: what the finder knows on a device without a network."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import activate
from django.views.decorators.http import require_safe

from loslaten.library.look_up import current
from loslaten.library.words import plain

KINDS = {"label", "synonym", "cue", "body signal"}


@require_safe
def terms(request: HttpRequest, language: str) -> JsonResponse:
    """Give the names of the themes, and per term the places of its themes in that list."""
    activate(language)
    index = current()
    place = {theme.id: at for at, theme in enumerate(index.themes)}
    words: dict[str, list[int]] = {}
    for term in index.terms:
        if term.language == language and term.kind in KINDS:
            found = words.setdefault(plain(term.text), [])
            if place[term.theme] not in found:
                found.append(place[term.theme])
    names = [theme.labels[language] for theme in index.themes]
    return JsonResponse({"themes": names, "terms": words}, json_dumps_params={"separators": (",", ":")})
