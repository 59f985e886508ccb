"""XLSForm in and out, and the form that a phone fills for one observation."""
