"""The library of checklists: versions, preview, findings, comparison, files in and out."""
