"""The administration: every table to look at, none to change. Services are the only door."""

from functools import wraps
from typing import Any, ClassVar, NoReturn

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User
from accounts.permissions import MANAGE_PEOPLE
from accounts.selectors.role import roles
from core.http import must_hold


class ReadingSite(AdminSite):
    """Django's administration without its own doors: one signs in as everywhere else."""

    site_header = site_title = "Havari"
    index_title = _("Administration")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the reader manages people."""
        return request.user.has_perm(MANAGE_PEOPLE)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page: whoever is signed in and may not look is told so."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated:
                must_hold(request, MANAGE_PEOPLE)
            return guarded(request, *args, **kwargs)

        return looked_at

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in as everywhere else."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(  # type: ignore[override] # it is no page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out as everywhere else."""
        return redirect("account_logout")

    def password_change(  # type: ignore[override] # it is no page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Change the password as everywhere else."""
        return redirect("account_change_password")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> NoReturn:
        """Nobody comes here."""
        raise Http404


site = ReadingSite()


class ReadingAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """A table to look at. What a reader may not know of is not there for them."""

    needs: ClassVar[str] = MANAGE_PEOPLE
    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def visible(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """The rows that the reader may know of."""
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What the list and every single page start from."""
        return self.visible(super().get_queryset(request), request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the reader finds it on the first page."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the reader may look."""
        return request.user.has_perm(self.needs)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(User, site=site)
class UserAdmin(ReadingAdmin):
    """People."""

    list_display = ("full_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email")
    ordering = ("full_name", "pk")
    exclude = ("password", "is_superuser", "user_permissions")


@admin.register(Group, site=site)
class GroupAdmin(ReadingAdmin):
    """Roles."""

    list_display = ("name",)
    fields = ("name", "may_do")
    readonly_fields = ("may_do",)

    @admin.display(description=_("What the role may do"))
    def may_do(self, role: Group) -> str:
        """What it allows, in the reader's language."""
        return ", ".join(
            words for read in roles() if read.number == role.pk for words in read.permissions
        )


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(ReadingAdmin):
    """Keys of programs; not what they are recognised by."""

    list_display = ("name", "user", "created", "expiry", "last_used_on")
    list_select_related = ("user",)
    exclude = ("digest", "token_key")
