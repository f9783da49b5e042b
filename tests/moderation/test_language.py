"""Text in a language that the magazine does not publish."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.language import LanguageDetector, is_language
from service.moderation.normalise import Text
from tests.moderation.texts import HOSTILE, hostile

GERMAN = "Wer soll das bezahlen, wenn nicht wir alle?"


def found(context: Context, body: str, *languages: str) -> tuple[Signal, ...]:
    return LanguageDetector(languages or ("en",)).find(Text(body), context)


FOREIGN = {
    "German": "Das ist doch alles gelogen, was hier steht.",
    "French": "Merci beaucoup pour cette analyse très claire",
    "Spanish": "Quiero ganar dinero desde casa, escríbeme por favor",
    "Portuguese": "Não acredito que alguém ainda use esse programa.",
    "Italian": "Secondo me questo computer non vale quello che costa.",
    "Dutch": "Wat een onzin allemaal, ik geloof er niets van.",
    "Polish": "Nie rozumiem, dlaczego ktoś miałby to kupować.",
    "Turkish": "Bu telefonu neden aldığımı hala bilmiyorum arkadaşlar.",
    "Vietnamese": "Tôi không hiểu tại sao mọi người lại mua cái này.",
    "Indonesian": "Saya tidak mengerti mengapa orang membeli barang ini",
    "Russian": "Это полная чушь, автор ничего не понимает.",
    "Chinese": "这篇文章写得很好",
    "Japanese": "この記事はとても面白いです",
    "Korean": "이 기사는 정말 재미있네요",
    "Arabic": "هذا المقال رائع جدا",
    "Hebrew": "המאמר הזה מצוין",
    "Hindi": "यह लेख बहुत अच्छा है",
    "letters that are not Latin": "Привет, как дела?",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_language_that_is_not_listed_is_named(known_author: Context, name: str) -> None:
    (signal,) = found(known_author, FOREIGN[name])
    assert (signal.code, signal.detail, signal.severity) == ("language", name, 2)
    assert 0.9 <= signal.score <= 1
    assert signal.spans == ()


LEFT_ALONE = {
    "English": "The letter that the artists wrote about the tool is worth reading twice.",
    "too short to tell": "Genau so ist es!",
    "names": "Gustavo Lima, Rajya Sabha, Vivien Leigh, Ursula von der Leyen",
    "internet English": "lol srsly tho idk wat u r on abt, ima wait 4 v2 tbh fam ngl",
    "leet": "1337 h4x0r5 pwn3d 7h3 n00b5 4g41n, l0l, wh47 4 j0k3 7h15 15 m8",
    "Scots": "I dinnae ken whit yer on aboot, the wee tool is fine by me laddie",
    "an address": "See https://www.beispiel.example/warum-das-alles-nicht-bezahlt-werden-kann-und-wer-es-soll",
    "code": "Try `wenn nicht ich dann du oder wir alle zusammen am Ende` in the parser and see what it does.",
    "people addressed": "@der_die_das @wenn_nicht_wir @warum_denn_nicht @alle_zusammen thanks to all of you!",
    "emoji": "\U0001f602" * 50,
    "printer's Latin": "Lorem ipsum dolor sit amet",
    "one word over and over": "Schadenfreude " * 40,
    "a foreign name in a short text": "Agust\u00edn is a caring and patient teacher",
    "loan words": "It's a fait accompli now, c'est la vie.",
    "a foreign phrase": "Grandmother asked \u201cWer soll das bezahlen?\u201d and was right to ask it.",
    "numbers": "1.500,00 2.300,50 17:45 30.11.2026 99,99",
    "nothing": "",
}


@pytest.mark.parametrize("body", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_only_looks_foreign_is_left_alone(known_author: Context, body: str) -> None:
    assert found(known_author, body) == ()


def test_a_comment_around_a_long_quotation_is_judged_by_its_own_words(known_author: Context) -> None:
    around = "This is what the minister said in the interview, and I think that she is right: "
    text = Text(f"{around}\u201e{GERMAN} {GERMAN} {GERMAN}\u201c")
    text.quoted = [Span(len(around), len(text.body))]
    assert LanguageDetector().find(text, known_author) == ()


def test_nothing_but_a_quotation_is_judged_by_that(known_author: Context) -> None:
    text = Text(f"> {GERMAN}")
    text.quoted = [Span(0, len(text.body))]
    (signal,) = LanguageDetector().find(text, known_author)
    assert signal.detail == "German"


@pytest.mark.parametrize(
    "languages, body, name",
    [
        (("de",), GERMAN, None),
        (("en", "de"), GERMAN, None),
        (("DE",), GERMAN, None),
        (("de",), "The licence says that we may ship the compiler with our product.", "English"),
        (("fr", "es"), GERMAN, "German"),
        (("he",), FOREIGN["Hebrew"], None),
        (("ru",), "Привет, как дела?", None),
        (("ms",), FOREIGN["Indonesian"], None),
        (("zh",), "這篇文章寫得很好,我很喜歡", None),
    ],
)
def test_the_magazine_says_which_languages_it_publishes(
    known_author: Context, languages: tuple[str, ...], body: str, name: str | None
) -> None:
    assert [signal.detail for signal in found(known_author, body, *languages)] == ([name] if name else [])


def test_a_magazine_that_lists_none_takes_any(known_author: Context) -> None:
    detector = LanguageDetector(())
    assert all(detector.find(Text(body), known_author) == () for body in FOREIGN.values())


@pytest.mark.parametrize(
    "code, known", [("en", True), ("he", True), ("nb", True), ("xq", False), ("", False)]
)
def test_a_code_is_known_or_not(code: str, known: bool) -> None:
    assert is_language(code) is known


def test_the_version_names_the_librarys() -> None:
    assert LanguageDetector().version.startswith("1+0.")


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_is_too_much(known_author: Context, unit: str) -> None:
    assert len(found(known_author, hostile(unit, 10_000))) <= 1


@given(
    st.text(st.characters(), max_size=500),
    st.text("\x00\x07\x1b\x85\ud800\ufdd0\ufffe\U0010ffff", max_size=5),
)
@settings(deadline=None, max_examples=100)
def test_no_text_raises(body: str, refused: str) -> None:
    text = Text(f"{GERMAN} {refused} {body}")
    assert len(LanguageDetector().find(text, None)) <= 1  # type: ignore[arg-type]
