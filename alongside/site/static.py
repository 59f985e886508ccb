"""How static files are named when served for real."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Content-hashed names, imports between ES modules rewritten, gzip and brotli made at collection."""

    support_js_module_import_aggregation = True
    manifest_strict = False
