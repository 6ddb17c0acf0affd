"""Taking in a report: the POST that sends it, through the production server, with audit record and receipt."""

from __future__ import annotations

import argparse
import http.cookiejar
import re
import time
import urllib.parse
import urllib.request

import ground

REPORTS = 80
PATIENCE = 2.2  # the form takes nobody for a person who is through it faster


class Resident:
    """Somebody at the form, at an address of their own."""

    def __init__(self, address: str, number: int) -> None:
        self.base = f"{address}/en/bench/report/"
        self.forwarded = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.page = self.ask("")

    def ask(self, step: str, **data: str) -> str:
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {"X-Forwarded-For": self.forwarded, "Referer": self.base, "Origin": self.base.split("/en/")[0]}
        with self.opener.open(urllib.request.Request(self.base + step, body, headers)) as answer:
            self.at = answer.url
            return answer.read().decode()

    def post(self, step: str, **data: str) -> None:
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        self.page = self.ask(step, **{**hidden, **data})

    def walk(self) -> None:
        """Up to the check."""
        self.post("", words="The street from the school to the bridge is dark.")
        self.post("place/", place="Rruga e shkollës")
        self.post("photo/", skip="1")
        self.post("answer/", answer="page")


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.on is None:
        print(
            "| database | reports | CPU ms to send one | CPU ms of the page after it | CPU ms of a visit, 5 forms, 6 pages |"
        )
        print("| --- | --: | --: | --: | --: |", flush=True)
        ground.each_database(__file__)
        return
    with ground.installation(options.on) as folder:
        file, toml = folder / "made.csv", folder / "made.toml"
        file.write_text(ground.csv_of(1000))
        toml.write_text(ground.MAPPING)
        ground.command("import", "reports", str(file), "--municipality", "bench", "--mapping", str(toml))
        with ground.server() as (address, pid):
            Resident(address, 0).walk()
            begun = ground.cpu(pid)
            people = [Resident(address, number + 1) for number in range(REPORTS)]
            for one in people:
                one.walk()
            walked = ground.cpu(pid) - begun
            time.sleep(PATIENCE)
            before = ground.cpu(pid)
            for one in people:
                one.post("check/", theme="lighting", level="public")
                assert one.at.endswith("/about-you/"), one.at
            sent = ground.cpu(pid) - before
            before = ground.cpu(pid)
            for one in people:
                one.ask("about-you/")
            after = ground.cpu(pid) - before
            each = [1000 * seconds / REPORTS for seconds in (sent - after, after, walked + sent)]
            print(f"| {options.on} | {REPORTS} | " + " | ".join(f"{ms:.1f}" for ms in each) + " |", flush=True)


if __name__ == "__main__":
    main()
