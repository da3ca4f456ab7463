"""Our addresses, and behind them Wagtail's own."""

from django.urls import include, path

from bench import urls

urlpatterns = [*urls.urlpatterns, path("", include("wagtail.urls"))]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
