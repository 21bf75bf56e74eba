"""Reports of measurements: one set of figures as JSON, as text, and as a page with plots."""
