"""The dictionary of columns: what each number of the table of objects is."""
