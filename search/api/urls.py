"""The API's address of the search."""

from django.urls import path

from search.api import search

urlpatterns = [path("search", search.Search.as_view(), name="api_search")]
