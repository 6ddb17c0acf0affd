"""The sample municipality: a year of Roskovec, invented and reproducible."""
