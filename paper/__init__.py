"""Documents for the office: one model of headings, paragraphs and tables, written as DOCX, PDF, Markdown and XLSX."""
