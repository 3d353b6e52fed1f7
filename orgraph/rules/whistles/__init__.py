"""A whistle is blown: what it means, who may, who must come, and who rules when units quarrel."""
