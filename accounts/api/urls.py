"""The API's addresses about who asks."""

from django.urls import path

from accounts.api.me import Me

urlpatterns = [path("me", Me.as_view(), name="api_me")]
