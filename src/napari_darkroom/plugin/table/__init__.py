"""The tables in the window, and what links them to the objects in the canvas."""
