"""Lists on their way in: uploaded, looked at row by row, taken in, their report kept."""
