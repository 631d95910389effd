"""Scan all accounts now, and say what was found."""

import json

from django.core.management.base import BaseCommand

from access.viewer import System
from compliance import selectors, services


class Command(BaseCommand):
    help = "Ask the standing of every account and open findings for what is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        result = services.scan_accounts(by=System("command scan_accounts"))
        findings = selectors.open_findings()
        report = {
            "scanned_at": result.scan.started_at.isoformat(),
            "accounts": result.scan.accounts,
            "standings": result.standings,
            "findings": [
                {"kind": f.kind, "account": f.account_id, "evidence": f.evidence}
                for f in findings
            ],
            "opened": result.opened,
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2))
            return
        self.stdout.write(f"{result.scan.accounts} accounts scanned.")
        for standing, count in result.standings.items():
            if count:
                self.stdout.write(f"  {standing:<12}{count:>6}")
        self.stdout.write(
            f"{len(findings)} findings open, {result.opened} of them new."
        )
