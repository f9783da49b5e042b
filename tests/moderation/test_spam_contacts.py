"""Which signs are contact details, and which only look like some."""

import pytest

from service.moderation.normalise import Text
from service.moderation.spam.contacts import MAX_OF_A_KIND, ContactFinder
from service.moderation.spam.wordings import table


@pytest.fixture(scope="module")
def finder() -> ContactFinder:
    return ContactFinder(table("spam_contact"))


@pytest.mark.parametrize(
    "body, contact, what",
    [
        ("write to ann.b+c@mail.example.biz.", "ann.b+c@mail.example.biz", "e-mail address"),
        ("\uff41\uff4e\uff4e@example.biz", "\uff41\uff4e\uff4e@example.biz", "e-mail address"),
        ("ann at gmail dot com", "ann at gmail dot com", "disguised e-mail address"),
        ("ann(at)mailbox(dot)org", "ann(at)mailbox(dot)org", "disguised e-mail address"),
        ("ann [@] mailbox . org", "ann [@] mailbox . org", "disguised e-mail address"),
        ("ann at gmail.com", "ann at gmail.com", "disguised e-mail address"),
        ("WhatsApp +1 (334) 212-0045", "+1 (334) 212-0045", "telephone number"),
        ("00971 55 123 4567, 24 hours", "00971 55 123 4567", "telephone number"),
        ("+2348101234567", "+2348101234567", "telephone number"),
        ("Text us at (555) 013-8842", "(555) 013-8842", "telephone number"),
        ("number 1-888-555-0147 for help", "1-888-555-0147", "telephone number"),
        ("555.013.8842", "555.013.8842", "telephone number"),
        ("call 9876543210", "9876543210", "telephone number"),
        ("ring 09063458130 now", "09063458130", "telephone number"),
        ("07946 746 291", "07946 746 291", "telephone number"),
        ("Telegram @anna_fx", "Telegram @anna_fx", "messenger account"),
        ("Skype: live:anna", "Skype: live:anna", "messenger account"),
        ("Snapchat: anna_2299", "Snapchat: anna_2299", "messenger account"),
        (
            "to 1BoatSLRHtKNngkdXEEobR76b53LETtpyT today",
            "1BoatSLRHtKNngkdXEEobR76b53LETtpyT",
            "wallet address",
        ),
        (
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "wallet address",
        ),
    ],
)
def test_contact_details_are_found_where_they_stand(
    finder: ContactFinder, body: str, contact: str, what: str
) -> None:
    clues = list(finder.find(Text(body)))
    assert [(clue.what, body[clue.span.start : clue.span.end]) for clue in clues] == [(what, contact)]


@pytest.mark.parametrize(
    "body",
    [
        "Version 3.11.4, then 3.12.0 and 10.0.19045.3803",
        "from 2010-01-01 to 2020-12-31, or 31.12.2020 - 01.01.2021",
        "192.168.100.140 and 255.255.255.0",
        "ISBN 978-0-13-468599-1, or 0-8254-4030-0",
        "It costs $1,999,000.00 or 1.299.000,00 EUR",
        "order 4711-2299-8810",
        "1700000000 is a time, 1234567 a score",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "550e8400-e29b-41d4-a716-446655440000",
        "lines 10000 20000 30000",
        "call the function 0x7fff5fbff8c0",
        "0 1 2 3 4 5 6 7 8 9",
        "387,758 people",
        "git@github.com:ann/project.git",
        "user@example.com is an example",
        "a colleague at example.com said so",
        "look at that dot on the map",
        "WhatsApp: what a name",
        "@anna I agree",
        "0000000000 and 1111111111",
    ],
)
def test_what_only_looks_like_contact_details_is_none(finder: ContactFinder, body: str) -> None:
    assert list(finder.find(Text(body))) == []


def test_the_address_of_an_office_weighs_less_than_that_of_a_person(finder: ContactFinder) -> None:
    weights = [
        clue.weight for clue in finder.find(Text("support@example.biz, ann@example.biz, support@gmail.com"))
    ]
    assert weights == [1, 2, 2]


def test_a_text_of_contact_details_is_read_for_so_many(finder: ContactFinder) -> None:
    body = " ".join(f"a{number}@example.biz" for number in range(3 * MAX_OF_A_KIND))
    assert len(list(finder.find(Text(body)))) == MAX_OF_A_KIND
