"""portsim: discrete-event models of port clusters, their hinterland and their sea lanes."""
