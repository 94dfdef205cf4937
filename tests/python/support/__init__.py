"""What the tests share. Each test sees this package: the folder above it is in sys.path."""
