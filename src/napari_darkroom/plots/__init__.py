"""Values as pictures."""
