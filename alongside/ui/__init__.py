"""The look: components, fields, charts, the page decorator. Knows no mentoring."""
