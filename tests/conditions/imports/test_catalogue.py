"""The packed file: the same bytes for the same catalogue, and one clear sentence for a file that is none."""

import json
import lzma

import pytest

from conditions.imports.catalogue import SHIPPED, BadFile, pack, unpack
from tests.factories import catalogue, term

pytestmark = pytest.mark.one_engine

SMALL = catalogue(term("0000001", "Parent"), term("0000002", "Child", parents=("0000001",), synonyms=("Kid", "Infans")))


def packed(**changes):
    """The bytes of a small catalogue, with some of its keys changed."""
    return lzma.compress(json.dumps(json.loads(lzma.decompress(pack(SMALL))) | changes).encode())


def test_packing_keeps_everything_and_gives_the_same_bytes(tmp_path):
    file = tmp_path / "catalogue.json.xz"
    file.write_bytes(pack(SMALL))
    assert unpack(file) == SMALL
    assert pack(unpack(file)) == file.read_bytes()


def test_packed_file_carries_attribution_licence_and_release():
    whole = json.loads(lzma.decompress(SHIPPED.read_bytes()))
    assert whole["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert f"Mondo Disease Ontology, release {whole['release']}" in whole["attribution"]


def test_shipped_catalogue_is_small_and_whole():
    shipped = unpack(SHIPPED)
    assert len(SHIPPED.read_bytes()) < 1_000_000
    assert len(shipped.terms) == 23_213
    families = {term.name for term in shipped.terms if term.is_grouping}
    assert families >= {"hereditary disease", "skin disorder", "neoplasm"}
    assert families.isdisjoint({"colorectal cancer", "epilepsy", "Gilbert syndrome", "Charcot-Marie-Tooth disease"})


def test_shipped_names_have_a_capital_only_where_a_name_or_a_sign_has_one():
    shown = {term.name for term in unpack(SHIPPED).terms}
    assert shown >= {"celiac disease", "asthma", "Lyme disease", "von Willebrand disease 1"}
    assert shown.isdisjoint({"Celiac disease", "Asthma", "lyme disease"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04 a foreign file", "cut off or damaged"),
        (packed()[:-40], "cut off or damaged"),
        (lzma.compress(b"not json"), "is no catalogue of conditions"),
        (lzma.compress(b"[1, 2]"), "is no catalogue of conditions"),
        (packed(format="another 7"), "that this version can read"),
        (packed(terms=[]), "holds no condition"),
        (packed(release="tomorrow"), "of which release"),
        (packed(terms=[["0000001", "A", 0, [], []]] * 2), "the same Mondo id"),
        (packed(terms=[["1", "A", 0, [], []]]), "“1” is no Mondo id"),
        (packed(terms=[["0000001", " ", 0, [], []]]), "is empty or longer than 500"),
        (packed(terms=[["0000001", "A", 0, [], ["x" * 501]]]), "is empty or longer than 500"),
        (packed(terms=[["0000001", "A", 0, ["0000009"], []]]), "not in the file"),
        (packed(terms=[["0000001", "A", 0, ["0000001"], []]]), "belongs to itself"),
        (packed(terms=[["0000001"]]), "is no catalogue of conditions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_file_is_refused_in_one_sentence(tmp_path, content, sentence):
    file = tmp_path / "catalogue.json.xz"
    file.write_bytes(content)
    with pytest.raises(BadFile, match=sentence):
        unpack(file)


def test_missing_file_and_folder_are_refused_in_one_sentence(tmp_path):
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(BadFile, match="cannot be read"):
            unpack(path)
