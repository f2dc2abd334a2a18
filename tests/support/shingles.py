"""Runs of eight words of the source article as hashes: they find copied prose and hold none.

``python -m tests.support.shingles ARTICLE.txt`` writes article_8grams.bin anew.
"""

import hashlib
import re
import sys
from pathlib import Path

RUN_WORDS = 8
DIGEST_BYTES = 6
ARTICLE = Path(__file__).with_name("article_8grams.bin")


def runs(text: str) -> list[str]:
    """Every run of eight consecutive words, lower case, punctuation dropped."""
    words = re.findall(r"[a-z0-9']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return [" ".join(words[i : i + RUN_WORDS]) for i in range(max(0, len(words) - RUN_WORDS + 1))]


def digest(run: str) -> bytes:
    return hashlib.blake2b(run.encode(), digest_size=DIGEST_BYTES).digest()


def article_digests() -> frozenset[bytes]:
    content = ARTICLE.read_bytes()
    return frozenset(content[i : i + DIGEST_BYTES] for i in range(0, len(content), DIGEST_BYTES))


def shared_with_article(text: str) -> list[str]:
    known = article_digests()
    return [run for run in runs(text) if digest(run) in known]


if __name__ == "__main__":
    article = Path(sys.argv[1]).read_text(encoding="utf-8")
    ARTICLE.write_bytes(b"".join(sorted({digest(run) for run in runs(article)})))
