"""A task: what its events say, what may happen to it, who has it in hand, how it was handled."""
