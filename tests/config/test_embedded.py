import pytest

from config.embedded import DatabaseNotStarted, start_embedded_database


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path):
    (tmp_path / "postgres").mkdir()
    precious = tmp_path / "postgres" / "precious"
    precious.write_text("kept")
    with pytest.raises(DatabaseNotStarted, match="holds no PostgreSQL data"):
        start_embedded_database(tmp_path / "postgres")
    assert precious.read_text() == "kept"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseNotStarted, match="cannot be made"):
        start_embedded_database(tmp_path / "file" / "postgres")
