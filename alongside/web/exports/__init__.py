"""Lists that leave: CSV, XLSX, JSON, with a codebook."""
