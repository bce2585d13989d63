"""Inside a port: calls, quays, cranes, yards."""
