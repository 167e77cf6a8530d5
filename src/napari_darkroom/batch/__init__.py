"""Many image sets through one recipe: planning, running, tables, pages to look at."""
