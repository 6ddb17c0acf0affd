"""Tags and filters that every template of the house may use."""

from django import template

register = template.Library()
