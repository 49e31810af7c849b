"""Results as pages: one self-contained HTML file each, without a network request."""

from cutaway.view._report import report_html, save_report

__all__ = ["report_html", "save_report"]
