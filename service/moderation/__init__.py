"""The pipeline that reads a comment: normalise, detect, apply the policy's rules, answer with a verdict.

Pure: no framework, no database, no queue, no clock but the one that times the detectors.
"""
