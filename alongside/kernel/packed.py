"""Values that are read whole and never searched, kept packed: a tenth of their size in either database."""

import json
from typing import TYPE_CHECKING, Any

import zstandard
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

_COMPRESSION = 3  # zstandard; more costs time and wins a few bytes on some kilobytes


if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class PackedJSONField(_Field):
    """Plain JSON, packed with zstandard. To be read by this programme alone: no database looks inside."""

    def get_internal_type(self) -> str:
        """Return the kind of column: bytes."""
        return "BinaryField"

    def get_prep_value(self, value: Any) -> bytes | None:
        """Return the packed bytes; None stays None."""
        if value is None:
            return None
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
        return zstandard.compress(text.encode(), _COMPRESSION)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the bytes to the database's own binary type."""
        packed = value if prepared else self.get_prep_value(value)
        return None if packed is None else connection.Database.Binary(packed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return what was kept."""
        return None if value is None else json.loads(zstandard.decompress(bytes(value)))

    def value_to_string(self, obj: models.Model) -> str:
        """Write the value itself where a row is written out."""
        return json.dumps(self.value_from_object(obj), cls=DjangoJSONEncoder)

    def to_python(self, value: Any) -> Any:
        """Read what value_to_string wrote; a value stays as it is."""
        return json.loads(value) if isinstance(value, str) else value
