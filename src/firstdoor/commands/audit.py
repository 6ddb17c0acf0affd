"""`firstdoor audit verify|keep`: walk the audit trail; say where it was tampered with."""

from __future__ import annotations

import argparse
import json
import sys

from django.utils import timezone

from firstdoor.core import audit_heads


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify` walks everything, `keep` writes the heads outside the database at once."""
    parser.add_argument("what", choices=["verify", "keep"])
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Exit 0 when everything fits, 1 when something does not."""
    if options.what == "keep":
        print(f"{audit_heads.keep(now=timezone.now())} heads kept.")
        return 0
    seen, findings = audit_heads.verify()
    if options.json:
        rows = [{"municipality": str(f.municipality), "seq": f.seq, "what": f.what} for f in findings]
        json.dump({"records": seen, "findings": rows}, sys.stdout)
        print()
    else:
        for finding in findings:
            print(f"{finding.municipality} record {finding.seq}: {finding.what}", file=sys.stderr)
        print(f"{seen} records, {len(findings)} that do not fit.")
    return 1 if findings else 0
