"""A result in the connector's wire format: sets of columns, a page at a time."""

from collections.abc import Sequence
from typing import Any

from databricks.sql.thrift_api.TCLIService import ttypes

from tests.warehouse.engine import Result

_TYPES = {
    "BOOLEAN": ("BOOLEAN_TYPE", "boolVal", ttypes.TBoolColumn, False),
    "INTEGER": ("INT_TYPE", "i32Val", ttypes.TI32Column, 0),
    "BIGINT": ("BIGINT_TYPE", "i64Val", ttypes.TI64Column, 0),
    "DOUBLE": ("DOUBLE_TYPE", "doubleVal", ttypes.TDoubleColumn, 0.0),
    "DATE": ("DATE_TYPE", "stringVal", ttypes.TStringColumn, ""),
    "BLOB": ("BINARY_TYPE", "binaryVal", ttypes.TBinaryColumn, b""),
}
_STRING = ("STRING_TYPE", "stringVal", ttypes.TStringColumn, "")


def metadata(result: Result) -> ttypes.TGetResultSetMetadataResp:
    columns = [
        ttypes.TColumnDesc(
            columnName=name,
            typeDesc=ttypes.TTypeDesc(
                [
                    ttypes.TTypeEntry(
                        ttypes.TPrimitiveTypeEntry(
                            getattr(ttypes.TTypeId, _TYPES.get(kind, _STRING)[0])
                        )
                    )
                ]
            ),
            position=position,
        )
        for position, (name, kind) in enumerate(result.columns, 1)
    ]
    return ttypes.TGetResultSetMetadataResp(
        status=success(),
        schema=ttypes.TTableSchema(columns),
        resultFormat=ttypes.TSparkRowSetType.COLUMN_BASED_SET,
        lz4Compressed=False,
        isStagingOperation=result.is_staging,
    )


def page(result: Result, first: int, size: int) -> ttypes.TFetchResultsResp:
    rows = result.rows[first : first + size]
    columns = [
        _column(kind, [row[index] for row in rows])
        for index, (_, kind) in enumerate(result.columns)
    ]
    return ttypes.TFetchResultsResp(
        status=success(),
        hasMoreRows=first + size < len(result.rows),
        resultSetMetadata=metadata(result),
        results=ttypes.TRowSet(startRowOffset=first, rows=[], columns=columns),
    )


def success() -> ttypes.TStatus:
    return ttypes.TStatus(statusCode=ttypes.TStatusCode.SUCCESS_STATUS)


def _column(kind: str, values: Sequence[Any]) -> ttypes.TColumn:
    _, field, column, empty = _TYPES.get(kind, _STRING)
    nulls = bytearray((len(values) + 7) // 8)
    for index, value in enumerate(values):
        if value is None:
            nulls[index // 8] |= 1 << (index % 8)
    plain = [
        empty if v is None else str(v) if column is ttypes.TStringColumn else v for v in values
    ]
    return ttypes.TColumn(**{field: column(values=plain, nulls=bytes(nulls))})
