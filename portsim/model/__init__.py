"""What happens: the live cluster, as processes on the event kernel. The only package that imports simpy."""
