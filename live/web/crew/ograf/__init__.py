"""The graphic as packages of EBU's OGraf, for other renderers: the overlay's own files, played by its calls."""
