"""EBU's OGraf: our graphic as packages for other renderers, and a station's own package in a frame of our pages."""
