"""The Kenyan mentorship workbook: checklists, sections, questions with red, yellow and green rules in words."""
