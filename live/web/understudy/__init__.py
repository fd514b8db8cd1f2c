"""An understudy's questions to its leader, and the pages of an understudy itself."""
