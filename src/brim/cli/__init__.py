"""The commands of the terminal, one module or folder each. Heavy imports happen inside the command that needs them."""
