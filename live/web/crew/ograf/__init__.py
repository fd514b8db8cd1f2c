"""The graphic as packages of EBU's OGraf, for the centre's other renderers: the overlay's own files, and how to play them."""
