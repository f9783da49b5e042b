"""What there is to say about a model, as Markdown: for the end of a training run and for the model card."""

from collections.abc import Iterator

from service.moderation.model.weights import Description

_UNSEEN = {"examples": "other texts of it", "source": "nothing of it"}


def report(description: Description, digest: str) -> str:
    """The model's digest, its thresholds, its sources and how well it did."""
    return "\n".join(
        [
            f"Model `{description.kind}`, SHA-256 `{digest}`, seed {description.seed}.",
            "",
            "| clean texts flagged | from the score |",
            "|---|---|",
            *(f"| {share} | {score:.3f} |" for share, score in description.thresholds.items()),
            "",
            "| source | texts | positive | licence |",
            "|---|---|---|---|",
            *_sources(description),
            "",
            "| source | seen of it | AUC | caught at 1 % | at 2 % | at 4 % |",
            "|---|---|---|---|---|---|",
            *_measures(description),
        ]
    )


def _sources(description: Description) -> Iterator[str]:
    for source in description.sources:
        yield f"| {source.name} | {source.rows:,} | {source.positive:,} | {source.licence} |"


def _measures(description: Description) -> Iterator[str]:
    for measure in description.measures:
        caught = " | ".join(f"{share:.0%}" for share in measure.caught.values())
        yield f"| {measure.source} | {_UNSEEN[measure.unseen]} | {measure.auc:.3f} | {caught} |"
