"""What only a real browser can tell: each test is marked `browser` and skipped, visibly, where there is none."""
