"""What the pipeline finds, decides and refuses."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
