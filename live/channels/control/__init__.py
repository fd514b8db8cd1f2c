"""How the control room's machines speak: OSC, and what lamps understand."""
