"""Many runs: requests, the worker that does one, and the runner that spreads them over processes."""
