"""schema/*.yaml and the packs' definitions, checked as a whole and frozen; every fault at once."""
