"""The dashboard as a server: what it answers, what it refuses, and that it gives no file away."""

from __future__ import annotations

import csv
import io
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from dashboard_folders import FORMULA, study_folder

from portsim.dashboard.application import application
from portsim.dashboard.serve import is_open, serve
from portsim.dashboard.shelf import Shelf
from portsim.errors import OutputError

TRUSTED = ["127.0.0.1", "localhost"]
HERE = "http://127.0.0.1:8050"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("server")
    (here / "secret.txt").write_text("nobody's business", encoding="utf-8")
    return study_folder(here)


@pytest.fixture(scope="module")
def client(folder: Path) -> Any:
    return application(Shelf(folder), TRUSTED).server.test_client()


def get(client: Any, path: str) -> Any:
    return client.get(path, base_url=HERE, buffered=True)


def callback(client: Any, path: str, search: str) -> Any:
    """What the browser asks when an address is opened."""
    body = {
        "output": "..app.children...told.data..",
        "outputs": [{"id": "app", "property": "children"}, {"id": "told", "property": "data"}],
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "url", "property": "search", "value": search},
        ],
        "changedPropIds": ["url.pathname"],
        "state": [],
    }
    return client.post("/_dash-update-component", json=body, base_url=HERE)


def test_every_answer_forbids_scripts_frames_and_requests_of_others(client):
    for path in ("/", "/data", "/_dash-layout", "/csv/ports/wait", "/assets/dashboard.css", "/csv/ports/nothing"):
        answer = get(client, path)
        rules = dict(rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";"))
        assert rules["default-src"] == "'none'"
        assert "unsafe" not in rules["script-src"]
        assert rules["connect-src"] == "'self'"
        assert rules["frame-ancestors"] == "'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "http" not in answer.headers["Content-Security-Policy"]


def test_the_page_takes_scripts_and_styles_from_this_server_alone(client):
    text = get(client, "/?lang=zh").get_data(as_text=True)
    assert '<html lang="zh">' in text
    for attribute in ('src="', 'href="'):
        places = [part.split('"', 1)[0] for part in text.split(attribute)[1:]]
        assert places
        assert all(place.startswith("/") and not place.startswith("//") for place in places)


def test_a_site_that_gives_this_computer_a_name_of_its_own_is_refused(client):
    assert client.get("/", base_url="http://evil.example:8050").status_code == 400
    assert client.get("/", base_url="http://localhost:8050").status_code == 200


def test_the_numbers_of_a_figure_come_as_a_file_that_excel_reads(client):
    answer = get(client, "/csv/ports/wait?lang=en&option=longer")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=wait.en.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["entity"] for row in rows} == {"north_port", "south_port"}
    assert f"'{FORMULA}" in {row["name"] for row in rows}  # a leading sign would make it a formula


def test_a_table_that_is_shown_comes_as_it_is_shown(client):
    rows = list(csv.reader(io.StringIO(get(client, "/csv/overview/table_ports?lang=en").data.decode("utf-8-sig"))))
    assert rows[0][0] == "Port"
    assert rows[-1][0] == "All ports"


@pytest.mark.parametrize(
    "path",
    [
        "/csv/ports/nothing",
        "/csv/nowhere/wait",
        "/csv/../secret.txt",
        "/csv/..%2f..%2fsecret.txt/wait",
        "/csv/ports/..%2f..%2f..%2fsecret.txt",
        "/csv/ports/%2e%2e%2fstudy.json",
        "/csv/ports/....//....//secret.txt",
        "/assets/../application.py",
        "/assets/..%2fapplication.py",
        "/assets/%2e%2e/%2e%2e/errors.py",
        "/assets//etc/passwd",
        "/_dash-component-suites/dash/../../../../etc/passwd",
        "/_dash-component-suites/dash/..%2f..%2f..%2fportsim/errors.py",
        "/_dash-component-suites/portsim/errors.py",
    ],
)
def test_no_path_leads_to_a_file(client, path):
    answer = get(client, path)
    assert answer.status_code in (404, 500) or b"react-entry-point" in answer.data  # the page itself, whatever is asked
    for secret in (b"nobody's business", b"root:", b"PortsimError", b"index.json"):
        assert secret not in answer.data


def test_the_views_of_the_address_are_what_the_browser_is_given(client):
    answer = callback(client, "/compare", "?lang=zh&measures=wait_h")
    assert answer.status_code == 200
    told = answer.get_json()["response"]["told"]["data"]
    assert told["lang"] == "zh"
    assert told["page"] == "compare"
    text = json.dumps(answer.get_json(), ensure_ascii=False)
    assert "方案比较" in text
    assert '"dangerously_allow_html"' not in text


def test_a_control_writes_the_address(client):
    body = {
        "output": "url.search",
        "outputs": {"id": "url", "property": "search"},
        "inputs": [[{"id": {"control": "port"}, "property": "value", "value": "south_port"}]],
        "changedPropIds": ['{"control":"port"}.value'],
        "state": [
            {"id": "url", "property": "pathname", "value": "/ports"},
            {"id": "url", "property": "search", "value": "?lang=en&option=longer"},
            {"id": "told", "property": "data", "value": {"controls": {"port": ""}}},
        ],
    }
    answer = client.post("/_dash-update-component", json=body, base_url=HERE)
    search = answer.get_json()["response"]["url"]["search"]
    assert "port=south_port" in search
    assert "option=longer" in search
    body["inputs"][0][0]["value"] = ""
    again = client.post("/_dash-update-component", json=body, base_url=HERE)
    assert "port" not in again.get_data(as_text=True)  # nothing new: the address stays


def test_no_figure_offers_to_upload_its_data(client):
    text = json.dumps(callback(client, "/ports", "").get_json())
    assert text.count('"showSendToCloud": false') == text.count('"config": ') >= 5
    assert text.count('"displaylogo": false') == text.count('"showSendToCloud": false')


def test_nothing_is_written_into_the_results(client, folder):
    def seen() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}

    before = seen()
    for page in ("overview", "compare", "ports", "corridors", "series", "sensitivity", "animation", "data"):
        assert callback(client, f"/{page}", "").status_code == 200
    assert seen() == before


def test_a_mistake_of_ours_is_told_on_the_page_instead_of_an_empty_one(folder, monkeypatch):
    from portsim.dashboard import pages

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setitem(pages.MAKERS, "ports", broken)
    answer = callback(application(Shelf(folder)).server.test_client(), "/ports", "?lang=en")
    assert "An error in portsim itself: ZeroDivisionError: by nothing" in answer.get_data(as_text=True)


def test_a_port_that_is_taken_is_refused_at_once(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OutputError, match=rf"127\.0\.0\.1, port {port}: .*--port"):
            serve(folder, "127.0.0.1", port, "en", lambda _: pytest.fail("it listens"))


def test_a_host_that_is_none_of_this_computer_is_refused(folder):
    with pytest.raises(OutputError, match=r"192\.0\.2\.1"):
        serve(folder, "192.0.2.1", 0, "en", lambda _: pytest.fail("it listens"))


@pytest.mark.parametrize(
    ("host", "others"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("::", True), ("my.host", True)],
)
def test_hosts_that_others_can_reach_are_known(host, others):
    assert is_open(host) is others
