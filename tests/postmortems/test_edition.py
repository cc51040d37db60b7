"""A finished report is read back as it was kept."""

import json

from hypothesis import given
from hypothesis import strategies as st

from postmortems.exports.edition import frozen, thawed
from tests.core.documents.test_renderers import BLOCK, document, quick


@quick(50)
@given(parts=st.lists(BLOCK, max_size=3))
def test_whatever_a_report_is_made_of_comes_back(parts):
    report = document(*parts)
    assert thawed(json.loads(json.dumps(frozen(report)))) == report
