"""简报: compiles office bulletins written as Markdown into a static site and print-ready PDFs."""

__version__ = "0.1.0"
