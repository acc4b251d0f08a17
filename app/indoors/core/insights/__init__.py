"""What all answers took together: by day, by model, by task, and in this room or elsewhere."""
