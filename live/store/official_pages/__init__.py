"""The official pages in rows: their register, what the centre posts on its own, what stands on them and how they do."""
