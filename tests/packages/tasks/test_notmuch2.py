"""notmuch2: a database of three messages, made, asked and closed."""

import gc

import notmuch2
import pytest

MESSAGE = "From: a@example.org\nTo: b@example.org\nMessage-ID: <%d@example.org>\nSubject: message %d\nDate: Sat, 01 Jan 2022 10:00:0%d +0000\n\nText.\n"


@pytest.fixture
def database(tmp_path):
    with notmuch2.Database.create(tmp_path) as made:
        for number in range(3):
            path = tmp_path / ("message%d" % number)
            path.write_text(MESSAGE % (number, number, number))
            made.add(path)
        yield made


def test_messages(database):
    assert database.count_messages("*") == 3
    assert sorted(message.messageid for message in database.messages("*")) == [
        "%d@example.org" % number for number in range(3)
    ]
    message = database.find("1@example.org")
    assert message.header("subject") == "message 1"
    assert len(list(database.threads("subject:message"))) == 3


def test_tags(database):
    message = database.find("0@example.org")
    message.tags.add("seen")
    with message.frozen():
        message.tags.add("other")
        message.tags.discard("seen")
    assert set(message.tags) == {"other"}
    assert set(database.tags) == {"other"}
    assert database.count_messages("tag:other") == 1


def test_properties(database):
    message = database.find("2@example.org")
    message.properties["key"] = "value"
    message.properties.add("key", "second")
    assert sorted(value for _, value in message.properties.getall("key")) == ["second", "value"]


def test_errors(database, tmp_path):
    with pytest.raises(LookupError):
        database.find("nobody@example.org")
    (tmp_path / "no_message").write_text("nothing of a message")
    with pytest.raises(notmuch2.FileNotEmailError):
        database.add(tmp_path / "no_message")


def test_messages_of_a_database_that_is_gone(tmp_path):
    """What belongs to another object keeps it."""
    path = tmp_path / "message"
    path.write_text(MESSAGE % (7, 7, 7))
    message = notmuch2.Database.create(tmp_path).add(path)[0]
    gc.collect()
    assert message.header("subject") == "message 7"
