"""The centre at more than one address: what an understudy asks and shows, and how screens go over to who serves."""
