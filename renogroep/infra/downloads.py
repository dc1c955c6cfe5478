"""How does a file leave: as a download, under a safe name, never shown inside a page?"""

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PDF = "application/pdf"
JSON = "application/json"


def download(content: bytes | str, name: str, mimetype: str) -> Response:
    """An answer that the browser keeps as a file; ``name`` is ours, never what somebody typed."""
    return Response(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
