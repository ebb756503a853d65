"""outline_compare.py EXPECTED.json <OUTLINE.json: TAP; every key that the expected one has must be equal."""
import json
import sys

out, want = json.load(sys.stdin), json.load(open(sys.argv[1]))
bad = n = 0


def check(name, got, expected):
    global n, bad
    n += 1
    good = got == expected
    bad += not good
    print(f"{'ok' if good else 'not ok'} {n} - {name}")
    if not good:
        print(f"# got  {json.dumps(got, ensure_ascii=False)}\n# want {json.dumps(expected, ensure_ascii=False)}")


def value(kind, item, key):
    if kind == "posts" and key == "anchors":
        return [a["from"] for a in item["anchors"]]
    if kind == "posts" and key == "lines_of_text":
        return item["text"].split("\n")
    return item.get(key, "no such key")


for key in ("title", "author", "date", "language", "characters"):
    check(f"document {key}", out["document"][key], want[key])
for kind in ("sections", "notes", "posts", "citations", "quotations", "links", "figures"):
    check(f"how many {kind}", len(out[kind]), len(want[kind]))
    for i, (item, expected) in enumerate(zip(out[kind], want[kind])):
        for key in expected:
            check(f"{kind} {i + 1} {key}", value(kind, item, key), expected[key])
print(f"1..{n}")
sys.exit(bad > 0)
