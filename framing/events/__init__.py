"""Same event or not, groups, origins."""
