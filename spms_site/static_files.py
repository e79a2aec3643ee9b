"""Static files, which are collected with a content hash in their names and cached for a year."""

import os
import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.core.files.base import ContentFile
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from spms_site.negotiation import accepted_encodings, has_already

HASHED = re.compile(r"\.[0-9a-f]{12}\.[^./]+$")
"""The end of a file name with a hash, as Django writes it."""
ENCODINGS = ("br", "gzip")
OWN_STYLE = re.compile(r"css/[\w-]+\.css")
"""The style sheets of ``static/css/``."""
MOST_NAMED = 5


def compact(css):
    """Return a style sheet without its comments and without spaces around braces and semicolons.

    The strings in the style sheets of this site must not contain these characters.
    """
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"/\*.*?\*/\s*", "", css, flags=re.DOTALL))


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which does not raise an error for a file that was not collected."""

    def stored_name(self, name):
        """Return the name with the hash, or ``name`` itself if it is not in the manifest.

        A page without its style sheet is still readable, and an error page must not fail. The
        system checks and ``/healthz`` report missing files.
        """
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def post_process(self, paths, dry_run=False, **options):
        """Remove comments and indentation from the style sheets of ``static/css/`` first."""
        for name, (source, path) in paths.items():
            if OWN_STYLE.fullmatch(name) and not dry_run:
                # Read the source: collectstatic may have kept an older collected file.
                with source.open(path) as file:
                    css = file.read().decode()
                self.delete(name)
                self._save(name, ContentFile(compact(css)))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def is_collected(self):
        """Return whether this process has a manifest whose file still exists."""
        has_manifest = bool(self.hashed_files) and self.manifest_storage.exists(self.manifest_name)
        return has_manifest or settings.DEBUG

    def not_collected(self):
        """Return the names of the files of this release that are not in ``STATIC_ROOT``."""
        manifest, _ = self.load_manifest()
        names = sorted({path for finder in finders.get_finders() for path, _ in finder.list([])})
        return [name for name in names if not self.exists(manifest.get(name, name + "/"))]


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise's middleware, which also serves the collected files of other releases.

    During a release, machines receive requests for files of both releases. Every file with a hash
    in its name is cached as immutable.
    """

    def __init__(self, get_response=None, settings=settings):
        super().__init__(get_response, settings)
        root = os.path.join(os.path.abspath(self.static_root), "")
        self.directories.append((root, self.static_prefix))

    def __call__(self, request):
        path = request.path_info
        if path not in self.files and path.startswith(self.static_prefix) and HASHED.search(path):
            # The file was collected after this process started.
            static_file = self.find_file(path)
            if static_file is not None:
                self.files[path] = static_file
        return super().__call__(request)

    @staticmethod
    def serve(static_file, request):
        """Serve a file. The request headers are first reduced to what WhiteNoise can compare."""
        headers = request.META
        accepted = accepted_encodings(headers.get("HTTP_ACCEPT_ENCODING", ""), ENCODINGS)
        headers["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted)
        if has_already(headers.get("HTTP_IF_NONE_MATCH", ""), static_file.etag):
            headers["HTTP_IF_NONE_MATCH"] = static_file.etag
        return WhiteNoiseMiddleware.serve(static_file, request)

    def immutable_file_test(self, path, url):
        return bool(HASHED.search(url))


@checks.register("staticfiles", deploy=True)
def check_collected(app_configs, **kwargs):
    """Report static files of this release that were not collected."""
    missing = staticfiles_storage.not_collected()
    if not missing:
        return []
    named = ", ".join(missing[:MOST_NAMED]) + (" and more" if len(missing) > MOST_NAMED else "")
    return [
        checks.Error(
            f"Static files are not in {settings.STATIC_ROOT}: {named}.",
            hint="Run: manage.py collectstatic --no-input",
            id="spms_site.E001",
        )
    ]
