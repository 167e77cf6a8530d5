"""A model as a package brings it to Darkroom."""
