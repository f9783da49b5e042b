"""The language of rules: conditions on named values, a small part of CEL.

An expression is checked when it is read and cannot fail afterwards: every name is known, every type fits,
nothing divides or counts over. It takes a number of steps that is known when it is read. It can say in
plain words why it came out as it did, and it is told when it can never be true.
"""

from service.moderation.expressions.errors import ExpressionError, Fault
from service.moderation.expressions.expression import Expression, compile_expression
from service.moderation.expressions.vocabulary import Facts, Law, Type, Value, Variable, Vocabulary

__all__ = [
    "Expression",
    "ExpressionError",
    "Facts",
    "Fault",
    "Law",
    "Type",
    "Value",
    "Variable",
    "Vocabulary",
    "compile_expression",
]
