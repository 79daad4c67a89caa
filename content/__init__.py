"""What we teach: pure, reads only its own files."""
