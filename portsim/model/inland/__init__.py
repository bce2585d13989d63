"""Behind the port: railways and roads."""
