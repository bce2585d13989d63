"""What an analyst writes: the frozen, validated description of a cluster."""
