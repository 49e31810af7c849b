"""Cards of units: made in one pass over text, stored, searched and labelled."""
