from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.ngrams import Characters, Ngrams, Split, Words

TEXTS = ["làm khai sinh cho con", "khai sinh lại cho con", "đổi căn cước", "làm căn cước làm lại"]
WORDS = {"token_pattern": r"\S+", "ngram_range": (1, 2)}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5)}


@pytest.mark.parametrize(
    ("split", "theirs"), [(Words(1, 2), WORDS), (Characters(2, 5), CHARACTERS)]
)
@pytest.mark.parametrize("text", [*TEXTS, "làm làm làm con", "chưa gặp", "a", ""])
def test_one_text_weighs_what_scikit_learn_says(
    split: Split, theirs: dict[str, object], text: str
) -> None:
    vectors = TfidfVectorizer(sublinear_tf=True, lowercase=False, dtype=np.float32, **theirs)
    ours = Ngrams(split)
    assert abs(vectors.fit_transform(TEXTS) - ours.fit(TEXTS)).max() < 1e-6
    numbers, weights = ours.row(text)
    row = np.zeros(ours.size, np.float32)
    row[numbers] = weights
    assert row == pytest.approx(vectors.transform([text]).toarray()[0], abs=1e-6)


def test_it_is_kept_in_a_file_with_what_it_has_learnt() -> None:
    ngrams = Ngrams(Words(1, 2))
    ngrams.fit(TEXTS)
    before = ngrams.row("khai sinh")
    after = pickle.loads(pickle.dumps(ngrams)).row("khai sinh")
    assert np.array_equal(before, after)
