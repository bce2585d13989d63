"""The browser application over a results folder: it reads, draws and compares, and writes nothing."""
