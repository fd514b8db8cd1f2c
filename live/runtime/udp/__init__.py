"""Packets over UDP."""
