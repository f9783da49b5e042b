"""A small grammar over classes of words, and the tables of forms that are read with it.

`vocabulary` reads the classes of words, `forms` translates a form into an expression over them,
`grammar` finds every form in a text at once, `tables` reads them from the folder `lists`.
"""

from service.moderation.attacks.forms import FormError
from service.moderation.attacks.grammar import Found, Grammar
from service.moderation.attacks.tables import load_attacks, load_stance

__all__ = ["FormError", "Found", "Grammar", "load_attacks", "load_stance"]
