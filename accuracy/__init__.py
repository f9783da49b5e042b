"""What the pipeline catches and what it wrongly flags: `make accuracy`, explained in docs/accuracy.md.

`lines` reads the lines to judge and `targets` says what is to be reached on them. `ours`,
`better_profanity_alone` and `alt_profanity_check` judge them, `figures` counts, `report` prints.
"""
