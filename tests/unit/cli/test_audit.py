"""`faceid audit`: a whole log, a changed one, and what is shown of it."""

from __future__ import annotations

from faceid_app.storage.audit import AuditLog
from faceid_app.workers.operations import open_profiles


def test_verify_says_whole_or_where_it_is_broken(run, paths):
    assert run("audit", "verify").json["words"].startswith("The audit log is empty")
    open_profiles(paths).create("anna")
    outcome = run("audit", "verify")
    assert (outcome.code, outcome.json["whole"], outcome.json["events"]) == (0, True, 2)
    noted = "{n}:{sha256}".format(**outcome.json["last"])
    open_profiles(paths).create("bo")
    assert run("audit", "verify", "--known", noted).code == 0
    assert run("audit", "verify", "--known", "2:" + "0" * 64).code == 1
    assert run("audit", "verify", "--known", "nonsense").code == 4
    (file,) = AuditLog(paths).files()
    file.write_bytes(file.read_bytes().replace(b"profile created", b"profile deleted", 1))
    broken = run("audit", "verify", human=True)
    assert broken.code == 1
    assert broken.out.startswith("The audit log is broken at line 3 of audit-000001.jsonl")


def test_show_names_who_is_enrolled_and_only_the_id_of_who_is_not(run, paths):
    anna, bo = (open_profiles(paths).create(name) for name in ("anna", "bo"))
    run("delete", "bo", "--yes")
    events = run("audit", "show").json["events"]
    assert [(one["event"], one["name"]) for one in events if one["who"]] == [
        ("profile created", "anna"), ("profile created", None), ("profile deleted", None),
    ]  # fmt: skip
    assert len(run("audit", "show", "--profile", "anna").json["events"]) == 1
    assert len(run("audit", "show", "--profile", bo.id).json["events"]) == 2
    assert run("audit", "show", "--since", "2100-01-01").json["events"] == []
    assert run("audit", "show", "--since", "soon").code == 4
    assert run("audit", "show", "--profile", "anna", "--since", "2100-01-01").json["events"] == []
    assert run("audit", "show", "--profile", "nobody").json["error"]["kind"] == "UnknownProfile"
    assert anna.id not in run("audit", "show", human=True).out
