"""From numbers to SVG: pure functions, labels as arguments, colours from the page's tokens."""
