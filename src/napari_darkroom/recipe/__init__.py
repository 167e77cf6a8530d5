"""The model of a recipe, its text form, and running it."""
