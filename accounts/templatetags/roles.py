"""`{{ role.name|role_label }}` in templates."""

from django import template

from accounts.roles import role_label

register = template.Library()
register.filter("role_label", role_label)
