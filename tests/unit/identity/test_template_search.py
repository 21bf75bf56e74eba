"""Exact search, and what would take its place in a larger gallery: an index, and a served vector database (ADR 26)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.identity.template_search import ExactSearch

PEOPLE, EACH, DIMENSION = 60, 5, 128


@pytest.fixture(scope="module")
def enrolled() -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.float32]]:
    """Templates, whose they are, and one probe of each person."""
    generator = np.random.default_rng(0)
    centres = generator.standard_normal((PEOPLE, 1, DIMENSION))
    rows = (centres + 0.7 * generator.standard_normal((PEOPLE, EACH + 1, DIMENSION))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    person = np.repeat(np.arange(PEOPLE, dtype=np.int32), EACH)
    return rows[:, :EACH].reshape(-1, DIMENSION), person, rows[:, EACH]


def test_the_nearest_are_those_of_a_plain_search(enrolled):
    templates, person, probes = enrolled
    shuffled = np.random.default_rng(1).permutation(len(person))
    search = ExactSearch(templates[shuffled], person[shuffled])
    rows, cosines = search.nearest(probes, 3)
    plain = probes @ templates[shuffled].T
    assert np.array_equal(rows, np.argsort(-plain, axis=1)[:, :3])
    assert np.allclose(cosines, np.sort(plain, axis=1)[:, ::-1][:, :3])
    best = search.best_of_each(probes)
    assert np.allclose(best[:, 7], plain[:, person[shuffled] == 7].max(axis=1))
    mean = templates[person == 7].sum(axis=0)
    assert np.allclose(search.means()[7], mean / np.linalg.norm(mean), atol=1e-6)


def test_people_must_be_numbered_without_gaps():
    with pytest.raises(ValueError, match="without gaps"):
        ExactSearch(np.eye(2, dtype=np.float32), np.array([0, 2], np.int32))


def test_an_index_names_whom_the_exact_search_names(enrolled):
    index_of = pytest.importorskip("usearch.index", reason="usearch is installed for developers alone")
    templates, person, probes = enrolled
    index = index_of.Index(ndim=DIMENSION, metric="cos", dtype="f32")
    index.add(np.arange(len(templates)), templates)
    found = np.asarray(index.search(probes, 1).keys).reshape(-1)
    exact = ExactSearch(templates, person).nearest(probes, 1)[0][:, 0]
    assert (person[found] == person[exact]).mean() >= 0.95


@pytest.mark.slow  # the client takes seconds to import
@pytest.mark.filterwarnings("ignore")
def test_a_served_database_names_whom_the_exact_search_names_and_forgets_whom_it_is_told_to(enrolled):
    """Qdrant in its local mode: a point a template, the person in its payload, erased by the person."""
    qdrant = pytest.importorskip("qdrant_client", reason="qdrant-client is installed for developers alone")
    models = qdrant.models
    templates, person, probes = enrolled
    client = qdrant.QdrantClient(":memory:")
    client.create_collection("gallery", models.VectorParams(size=DIMENSION, distance=models.Distance.COSINE))
    points = [
        models.PointStruct(id=row, vector=template.tolist(), payload={"person": int(person[row])})
        for row, template in enumerate(templates)
    ]
    client.upsert("gallery", points)

    def leaders() -> list[int]:
        answers = [client.query_points("gallery", probe.tolist(), limit=1).points[0] for probe in probes]
        return [answer.payload["person"] for answer in answers]

    exact = person[ExactSearch(templates, person).nearest(probes, 1)[0][:, 0]]
    assert leaders() == exact.tolist()
    of_seven = models.Filter(must=[models.FieldCondition(key="person", match=models.MatchValue(value=7))])
    client.delete("gallery", points_selector=models.FilterSelector(filter=of_seven))
    assert client.count("gallery").count == (PEOPLE - 1) * EACH
    assert 7 not in leaders()
