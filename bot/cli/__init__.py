"""The commands of `./motcua`."""
