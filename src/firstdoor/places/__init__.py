"""Places: municipalities, administrative units, the hexagon grid, holidays, legal periods."""
