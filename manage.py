#!/usr/bin/env python
"""Django's command line for this house."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 20)  # a start makes much and throws nothing away: looking for it took a tenth of it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loslaten.site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
