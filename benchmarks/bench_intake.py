"""Taking in a report: the POST that sends it, through the production server, with audit record and receipt."""

from __future__ import annotations

import argparse
import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request

import ground

ROUNDS, REPORTS = 7, 15
PATIENCE = 2.2  # the form takes nobody for a person who is through it faster


class Resident:
    """Somebody at the form, at an address of their own."""

    def __init__(self, address: str, number: int) -> None:
        self.base = f"{address}/en/bench/report/"
        self.forwarded = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener, self.straight = urllib.request.build_opener(jar), urllib.request.build_opener(jar, Stay())
        self.page = self.ask("")

    def request(self, step: str, data: dict[str, str]) -> urllib.request.Request:
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {"X-Forwarded-For": self.forwarded, "Referer": self.base, "Origin": self.base.split("/en/")[0]}
        return urllib.request.Request(self.base + step, body, headers)

    def ask(self, step: str, **data: str) -> str:
        with self.opener.open(self.request(step, data)) as answer:
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

    def send(self) -> None:
        """The one POST that files the report; the page it leads to is not asked for."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        request = self.request("check/", {**hidden, "theme": "lighting", "level": "public"})
        try:
            self.straight.open(request)
        except urllib.error.HTTPError as answer:
            if answer.code == 302 and answer.headers["Location"].endswith("/about-you/"):
                return
            raise
        raise SystemExit("the report was refused")


class Stay(urllib.request.HTTPRedirectHandler):
    """Does not go on to where an answer leads."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.on is None:
        print("| database | reports | CPU ms: middle | least |\n| --- | --: | --: | --: |", flush=True)
        ground.each_database(__file__)
        return
    with ground.installation(options.on) as folder:
        file, toml = folder / "made.csv", folder / "made.toml"
        file.write_text(ground.csv_of(1000))
        toml.write_text(ground.MAPPING)
        ground.command("import", "reports", str(file), "--municipality", "bench", "--mapping", str(toml))
        with ground.server() as (address, pid):
            people = [Resident(address, number) for number in range((ROUNDS + 1) * REPORTS)]
            for one in people:
                one.walk()
            time.sleep(PATIENCE)
            rounds = ground.Rounds(pid, REPORTS)
            for number in range(ROUNDS + 1):
                with rounds.one():
                    for one in people[number * REPORTS : (number + 1) * REPORTS]:
                        one.send()
            rounds.seconds.pop(0)  # the first one warms up
            print(f"| {options.on} | {ROUNDS} x {REPORTS} | {rounds} |", flush=True)


if __name__ == "__main__":
    main()
