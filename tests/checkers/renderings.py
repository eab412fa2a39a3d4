"""Fetches everything that people are shown into a folder, and reads the pictures and calendars with parsers of others.

Usage: renderings.py URL FOLDER
"""

import datetime
import json
import pathlib
import sys
import urllib.request
import xml.etree.ElementTree

import icalendar

ROOT, FOLDER = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])
BASE = ROOT + "/v1/ladders/ai-engineer"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START = "2999-01-04"

READS = {
    "ladder": "",
    "level": "/levels/mid",
    "levels": "/levels",
    "quiz": "/quiz",
    "phase": "/phases/2",
    "roadblocks": "/roadblocks",
    "faqs": "/faqs",
    "resources": "/resources",
    "compensation": "/compensation",
    "compare": "/compare?from=junior&to=staff",
    "search": "/search?q=evaluation",
    "diff": "/versions/1.3.0/diff/1.3.0",
}
CALLS = {
    "placement": ("/quiz/score", {"answers": {"q1": "yes", "q2": "no", "q3": "yes", "q5": "unsure"}}),
    "placement-at-the-top": (
        "/quiz/score",
        {"answers": {f"q{nth}": "yes" for nth in range(1, 7)}, "qualifiers": {"leads-cross-team": "yes"}},
    ),
    "readiness": ("/readiness", {"level": "mid", "criteria": {"eval-harness": "met", "debug-unaided": "unmet"}}),
    "readiness-withheld": ("/readiness", {"level": "staff"}),
    "roadmap": ("/roadmap", {"level": "junior", "target_level": "staff", "start": START, "target_date": "2999-02-01"}),
    "roadmap-without-start": ("/roadmap", {"level": "staff"}),
    "diagnosis": ("/roadblocks/diagnose", {"text": "I take one course after another and nothing changes."}),
    "interpretation": ("/quiz/interpret", {"question": "q1", "text": "yes, but my lead signs off"}),
    "position": ("/compensation/position", {"level": "junior", "amount": "90000"}),
}
# What stands beside pages, from the root of the service.
TEXTS = {
    "llms": "/llms.txt",
    "llms-full": "/llms-full.txt",
    "docs": "/docs/index.md",
    "quiz-page": "/index.md",
    "quiz-page-de": "/index.md?locale=de",
    "ladder-page": "/ladders/ai-engineer.md",
    "ladder-page-de": "/ladders/ai-engineer.md?locale=de",
    "problem": "/problems/not-found.md",
}
SHOWN = ["ladder", "level", "compensation", "compare", *[name for name in CALLS if name.startswith(("pl", "re", "ro"))]]


def fetch(path, media, body=None, base=BASE):
    headers = {"Accept": media}
    if body is not None:
        headers["Content-Type"] = "application/json"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, headers=headers)
    with OPENER.open(request, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith(media), (path, answer.headers["Content-Type"])
        return answer.read()


def picture(name, text):
    root = xml.etree.ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg", name
    titles = [child.tag.rsplit("}")[-1] for child in root]
    assert titles[:2] == ["title", "desc"], (name, titles[:2])


def calendar(name, text, plan):
    events = icalendar.Calendar.from_ical(text, multiple=False).walk("VEVENT")
    due = [one["due_on"] for phase in plan["phases"] for one in phase["milestones"]] + [plan["end"]]
    days = [event["DTSTART"].dt for event in events]
    assert days == [datetime.date.fromisoformat(day) for day in due], (name, days, due)
    assert all(event["SUMMARY"] and event["UID"] and event["DTSTAMP"] for event in events), name
    assert len({event["UID"] for event in events}) == len(events), name


def main():
    asked = {name: (path, None) for name, path in READS.items()} | CALLS
    for name, (path, body) in asked.items():
        (FOLDER / f"{name}.md").write_bytes(fetch(path, "text/markdown", body))
        if name in SHOWN:
            drawn = fetch(path, "image/svg+xml", body)
            (FOLDER / f"{name}.svg").write_bytes(drawn)
            picture(name, drawn)
    for name, path in TEXTS.items():
        (FOLDER / f"{name}.md").write_bytes(fetch(path, "text/markdown", base=ROOT))
    path, body = CALLS["roadmap"]
    text = fetch(path, "text/calendar", body)
    (FOLDER / "roadmap.ics").write_bytes(text)
    calendar("roadmap", text, json.loads(fetch(path, "application/json", body)))
    print(len(list(FOLDER.iterdir())), "renderings")


main()
