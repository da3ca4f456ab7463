"""The themes as a SKOS vocabulary in JSON-LD, for whoever links their own words to ours."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from loslaten.library.models import Theme

SKOS = "http://www.w3.org/2004/02/skos/core#"
LANGUAGES = ("nl", "en")


@require_safe
def themes(request: HttpRequest) -> JsonResponse:
    """Give every theme as a concept, in both languages, with its neighbours."""
    scheme = request.build_absolute_uri(reverse("skos"))
    concepts = Theme.objects.prefetch_related("broader", "related")
    graph = [{"@id": scheme, "@type": "ConceptScheme"}, *(concept(theme, scheme) for theme in concepts)]
    return JsonResponse({"@context": context(), "@graph": graph}, content_type="application/ld+json")


def context() -> dict[str, Any]:
    """Say what the names mean."""
    both = {
        name: {"@id": f"skos:{name}", "@container": "@language"} for name in ("prefLabel", "altLabel", "definition")
    }
    links = {name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("broader", "related", "inScheme")}
    return {"skos": SKOS, "Concept": "skos:Concept", "ConceptScheme": "skos:ConceptScheme", **both, **links}


def concept(theme: Theme, scheme: str) -> dict[str, Any]:
    """Describe one theme."""
    return {
        "@id": f"{scheme}#{theme.key}",
        "@type": "Concept",
        "inScheme": scheme,
        "prefLabel": {language: getattr(theme, f"label_{language}") for language in LANGUAGES},
        "altLabel": {language: getattr(theme, f"synonyms_{language}") for language in LANGUAGES},
        "definition": {language: getattr(theme, f"description_{language}") for language in LANGUAGES},
        "broader": [f"{scheme}#{other.key}" for other in theme.broader.all()],
        "related": [f"{scheme}#{other.key}" for other in theme.related.all()],
    }
