"""Known answers: cases of textbooks, codes and published tables that the real model must reproduce."""
