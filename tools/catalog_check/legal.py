"""The law's deadlines for incidents and requests, worked out afresh from catalog/legal/ (the view legal_deadlines)."""
import datetime
import functools
import glob
import tomllib

from .report import ROOT


@functools.cache
def law():
    rules, holidays = [], set()
    for path in sorted(glob.glob(f"{ROOT}/catalog/legal/*.toml")):
        with open(path, "rb") as file:
            data = tomllib.load(file)
        rules += data.get("rule", [])
        holidays |= set(data.get("holidays", {}))
    return rules, holidays


def in_force(clock, regime, day):
    """The newest rule that holds on a day; one of the regime itself before one for both."""
    fitting = [(("regime" in r), r["effective_from"], r) for r in law()[0]
               if r["id"] == clock and r.get("regime", regime) == regime and r["effective_from"] <= day]
    return max(fitting, key=lambda item: item[:2])[2] if fitting else None


def open_day(day):
    def is_closed(d):
        return d.weekday() >= 5 or d.isoformat() in law()[1] or (d.month, d.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    while is_closed(day):
        day += datetime.timedelta(1)
    return day.isoformat()


def due(rule, start, more=0):
    first = 1 if rule["counting"] == "from_knowing" else 0   # the day of knowing is day 1; the day of receipt is day 0
    return open_day(start + datetime.timedelta(rule["value"] + more - first))


def regime_of(body, organ):
    named = {"public": "local_public_body", "private": "mutual_aid_association"}.get(organ.get("privacy_regime"))
    own = organ.get("privacy_regime") == "assembly" or (
        named is None and organ.get("kind") == "assembly" and body == "local_public_body")
    return named or body, own


def breach_clocks(row, regime, day):
    """(clock, whether the law itself names the day)"""
    cause, count = row.get("report_trigger"), row.get("persons")
    numbers = row.get("my_number") == 1 or cause == "my_number_serious"
    if cause in (None, "none") and (row.get("kind") == "near_miss" or not (row.get("personal_data") == 1 or numbers)):
        return []
    wrongful = cause == "wrongful_purpose" or (cause is None and row.get("kind") in ("malware", "intrusion") and count != 0)

    def more_than(clock):
        rule = in_force(clock, regime, day)
        return rule is not None and (count or 0) > rule["value"]

    causes = {"special_care", "property"} | ({"ordinance_special_care"} if regime == "local_public_body" else set())
    general = wrongful or cause in causes or more_than("breach.threshold")
    serious = numbers and (wrongful or cause == "my_number_serious" or more_than("breach.threshold_my_number"))
    late = "_wrongful" if wrongful else ""
    clocks = [("breach.first_report", True)] if general or serious else \
             [("breach.first_report", False)] if numbers and regime == "local_public_body" else []
    clocks += [("breach.final_report" + late, True)] if general else []
    clocks += [("breach.final_report_my_number" + late, True)] if serious else []
    return clocks


def legal_deadlines(tables, body):
    organs = {row["name"]: row for row in tables["organs"].values()}
    rows = []
    for key, row in tables["incidents"].items():
        regime, own = regime_of(body, organs.get(row.get("organ"), {}))
        day = datetime.date.fromisoformat(row["learned_on"])
        for clock, named in breach_clocks(row, regime, day):
            if rule := in_force(clock, regime, day):
                unverified = own or not named or not rule.get("verified", False)
                rows.append(("incidents", "/".join(key), row["number"], clock, due(rule, day), int(unverified)))
    for key, row in tables["requests"].items():
        regime, own = regime_of(body, organs.get(row.get("organ"), {}))
        day = datetime.date.fromisoformat(row["received_on"])
        rule = in_force("request." + row["kind"], regime, day)
        if rule is None:
            continue
        spent, longer = row.get("correction_days") or 0, in_force("request.extension", regime, day)
        unverified = own or not rule.get("verified", False)
        rows.append(("requests", "/".join(key), row["number"], rule["id"], due(rule, day, spent), int(unverified)))
        if longer is not None:
            rows.append(("requests", "/".join(key), row["number"], "request.extended",
                         due(rule, day, spent + longer["value"]), int(unverified or not longer.get("verified", False))))
    return rows
