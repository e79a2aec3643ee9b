"""The site's settings without the static files of other packages, which take long to compress."""

from spms_site.settings import *

STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
