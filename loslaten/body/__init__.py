"""What heart and breath say, heard live: a mirror, never a target."""
