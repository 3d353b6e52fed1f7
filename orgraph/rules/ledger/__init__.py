"""The ledger: its chain, what is kept apart from it, what may be taken out, whether it holds."""
