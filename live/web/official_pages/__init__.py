"""The official pages of the region's bodies: their register, and what everybody reads of it."""
