from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import (
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    leaf_hash,
    root_of,
)

LEAVES = [leaf_hash(letter) for letter in (b"a", b"b", b"c", b"d", b"e")]
GOLDEN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c",
    "b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb",
    "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1",
    "33376a3bd63e9993708a84ddfe6c28ae58b83505dd1fed711bd924ec5a6239f0",
    "fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b",
]


def test_roots_equal_the_golden_vectors():
    assert [root_of(LEAVES[:size]).hex() for size in range(6)] == GOLDEN_ROOTS
    assert (
        leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_proofs_equal_the_golden_vectors():
    assert [step.hex() for step in inclusion_proof(LEAVES, 2)] == [
        "d070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d",
        "b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb",
        "2824a7ccda2caa720c85c9fba1e8b5b735eecfdb03878e4f8dfe6c3625030bc4",
    ]
    assert [step.hex() for step in consistency_proof(LEAVES, 3)] == [
        "597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8",
        "d070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d",
        "b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb",
        "2824a7ccda2caa720c85c9fba1e8b5b735eecfdb03878e4f8dfe6c3625030bc4",
    ]


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_included_and_no_other(size, data):
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), root_of(leaves)
    assert includes(leaf=leaves[index], index=index, size=size, proof=proof, root=root)
    assert not includes(leaf=leaf_hash(b"other"), index=index, size=size, proof=proof, root=root)


@given(st.integers(1, 70), st.data())
def test_every_older_tree_is_proved_contained_and_no_other(size, data):
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    old = data.draw(st.integers(1, size))
    proof, root = consistency_proof(leaves, old), root_of(leaves)
    assert extends(old_size=old, old_root=root_of(leaves[:old]), size=size, root=root, proof=proof)
    wrong = root_of([leaf_hash(b"other"), *leaves[1:old]])
    assert not extends(old_size=old, old_root=wrong, size=size, root=root, proof=proof)
