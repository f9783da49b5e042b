"""What tests stand on: real servers, a clock that can be moved, and a desk to work at."""
