"""The addresses of a house whose host named a service that reports what came back."""

from loslaten.letters.reports import report_urls
from loslaten.site import urls

urlpatterns = [*report_urls("postmark"), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
