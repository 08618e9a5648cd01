"""How the icon is drawn: canvas, colours, plate, digits, gauges and marks, each in a module of its own."""
