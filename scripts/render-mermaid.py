#!/usr/bin/env python3
"""Lets mermaid itself render what `synfin show --format mermaid` writes.

    python3 scripts/render-mermaid.py [--synfin target/release/synfin] [--cache DIR] [CAPTURE ...]

Needs npm and Chromium; without them it says so and ends with status 0. Mermaid comes from the npm
registry into the cache (default: target/mermaid), the diagrams of all captures of testdata, and one
with a hostile name, are rendered in one page in headless Chromium, and for each is checked that

- mermaid reports no error,
- the picture has as many arrows as the text has messages, and as many notes,
- no element is in it that a name or a label could have brought in.
"""

import argparse
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = "11"

PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>Mermaid</title><body><script src="{library}"></script>
<script type="application/json" id="texts">{texts}</script><script>
(async () => {{
  mermaid.initialize({{ startOnLoad: false, securityLevel: "strict", maxTextSize: 1e7, maxEdges: 1e5 }});
  const found = [];
  for (const [name, text] of JSON.parse(document.getElementById("texts").textContent)) {{
    try {{
      const {{ svg }} = await mermaid.render("m" + found.length, text);
      const picture = new DOMParser().parseFromString(svg, "text/html");
      const count = (selector) => picture.querySelectorAll(selector).length;
      found.push([name, null, count(".messageLine0, .messageLine1"), count(".noteText, .note + text") && count("rect.note"),
        count("script, iframe, object, embed, a[href], image, [onload], [onerror], [onclick]"),
        [...picture.querySelectorAll(".actor")].map((actor) => actor.textContent).join(" ")]);
    }} catch (error) {{
      found.push([name, String(error), 0, 0, 0, ""]);
    }}
  }}
  document.body.dataset.found = JSON.stringify(found);
}})();
</script>"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synfin", type=pathlib.Path, default=ROOT / "target/release/synfin")
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target/mermaid")
    parser.add_argument("captures", nargs="*", type=pathlib.Path)
    return parser.parse_args()


def library(cache):
    """Mermaid's bundle, fetched once, and its version."""
    package = cache / "node_modules/mermaid"
    if not (package / "package.json").exists():
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "package.json").write_text('{"private": true}\n')
        command = ["npm", "install", "--no-audit", "--no-fund", f"mermaid@{VERSION}"]
        subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    version = json.loads((package / "package.json").read_text())["version"]
    return (package / "dist/mermaid.min.js").resolve(), version


def diagrams(synfin, captures):
    """The diagrams of every connection of every capture, and one with a hostile name."""
    texts = []
    for capture in (path for path in captures if path.suffix in (".pcap", ".pcapng")):
        listed = subprocess.run([synfin, "connections", "--format", "jsonl", capture], capture_output=True, text=True)
        for line in listed.stdout.splitlines():
            number = json.loads(line)["id"]
            command = [synfin, "show", "--format", "mermaid", "-C", str(number), capture]
            shown = subprocess.run(command, capture_output=True, text=True)
            texts.append([f"{capture.name} {number}", shown.stdout])
    hostile = "".join(f"#{ord(letter)};" for letter in '"><script>alert(1)</script>;end%%{init}%%')
    texts.append(["hostile name", re.sub("participant C as .*", f"participant C as {hostile}", texts[0][1])])
    return texts


def rendered(chromium, page):
    """What the page found out."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}", "--virtual-time-budget=120000", "--dump-dom", page.as_uri(),
        ]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    found = re.search('data-found="([^"]*)"', dom)
    if not found:
        sys.exit("the page did not come to its end")
    return json.loads(html.unescape(found[1]))


def main():
    options = arguments()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium or not shutil.which("npm"):
        print("skip  mermaid: npm or Chromium is not there")
        return
    bundle, version = library(options.cache)
    captures = options.captures or sorted((ROOT / "testdata").glob("*.pcap*"))
    texts = diagrams(options.synfin, captures)
    page = options.cache / "page.html"
    data = json.dumps(texts).replace("<", "\\u003c")
    page.write_text(PAGE.format(library=bundle.as_uri(), texts=data))
    bad = 0
    for (name, text), (_, error, arrows, notes, foreign, _) in zip(texts, rendered(chromium, page.resolve())):
        wanted = (len(re.findall("->>", text)), text.count("    Note "))
        if error or (arrows, notes) != wanted or foreign:
            bad += 1
            print(f"{name}: {error or (arrows, notes)} instead of {wanted}, {foreign} foreign elements")
    print(f"mermaid {version}: {len(texts) - bad} of {len(texts)} diagrams rendered as they are written")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
