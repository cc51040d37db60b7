import pytest

from postmortems.importing.lines import LONGEST_LINE, read_lines


@pytest.fixture
def file(tmp_path):
    def written(content: bytes):
        path = tmp_path / "incidents.jsonl"
        path.write_bytes(content)
        return list(read_lines(path))

    return written


def test_lines_keep_their_number_past_blank_ones(file):
    lines = file(b'\xef\xbb\xbf{"id": 1}\r\n\n  \n{"id": 2}')
    assert [(line.number, line.text, line.problem) for line in lines] == [
        (1, '{"id": 1}', ""),
        (4, '{"id": 2}', ""),
    ]


def test_a_line_too_long_is_told_and_the_next_is_read(file):
    long = b'"' + b"x" * (3 * LONGEST_LINE) + b'"'
    lines = file(long + b"\n{}\n")
    assert [line.problem for line in lines] == ["is longer than 1,000,000 bytes", ""]
    assert lines[0].size == len(long) + 1
    assert (lines[1].number, lines[1].text) == (2, "{}")


def test_a_line_that_is_no_text_is_told(file):
    lines = file(b"\xff\xfe{}\n{}\n")
    assert lines[0].problem == "is not UTF-8 text at byte 1"
    assert lines[1].text == "{}"


def test_an_empty_file_has_no_lines(file):
    assert file(b"") == []
