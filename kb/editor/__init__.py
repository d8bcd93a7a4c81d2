"""From draft to publication. So far: the exchange of texts between the content folder and the store."""

from kb.editor.exchange import Exchanged, export_files, import_files, inspect

__all__ = ["Exchanged", "export_files", "import_files", "inspect"]
