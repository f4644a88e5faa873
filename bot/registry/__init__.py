"""The portal's own records: import, the compact table of all procedures, and the search."""
