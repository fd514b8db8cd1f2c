"""File formats and their columns: CSV, XLSX, DOCX, rows, dates, contacts. No network is in it."""
