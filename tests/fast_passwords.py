"""The site's settings with a fast hash of passwords: the real one takes half a second of CPU."""

from spms_site.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
