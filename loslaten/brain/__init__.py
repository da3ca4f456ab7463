"""How an expectation of tension is learned, and let go."""
