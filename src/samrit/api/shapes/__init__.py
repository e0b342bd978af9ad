"""What rows look like in answers, part by part."""
