"""Tables: saving, loading, joining."""
