"""What the assistant keeps: SQLAlchemy tables and sessions."""
