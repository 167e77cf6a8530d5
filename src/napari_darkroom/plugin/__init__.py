"""The only room that knows napari and Qt: manifest, widgets, docks, layers to values and back."""
