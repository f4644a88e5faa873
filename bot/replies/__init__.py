"""What the assistant says: the channel-neutral reply and its Vietnamese wording."""
