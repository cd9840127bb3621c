"""The page as a browser prints it: everything in it, nothing that runs."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

_SCRIPT: Final = re.compile(r"<script\b.*?</script>\s*", re.DOTALL)
_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_STYLE: Final = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def printable(page: bytes) -> bytes:
    """Return an HTML report without its scripts and with the evidence unfolded, to be printed.

    Args:
        page: what `report.render(…, "html")` returned. Its drawn map takes the place of the one
            that moves; the policy in its head allows its styles and nothing else.
    """
    from trucewatch.report.page import file

    ours = f'<style media="print">{file("static/print.css")}</style></head>'
    text = _SCRIPT.sub("", page.decode()).replace("</head>", ours, 1)
    styles = " ".join(f"'sha256-{_hashed(style)}'" for style in _STYLE.findall(text))
    policy = f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _POLICY.sub(lambda _: meta, text, count=1).encode()


def _hashed(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
