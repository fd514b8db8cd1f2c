"""The show steered by machines: buttons and faders that know no versions."""
