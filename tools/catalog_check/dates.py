"""Dates as offices write them, periods, and the parameters of queries."""
import datetime
import re
import unicodedata

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
        "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}


def iso_date(text):
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if found := re.fullmatch(r"(明治|大正|昭和|平成|令和|[MTSHRmtshr])(\d+|元)[年./](\d+)[月./](\d+)日?", text):
        year = 1 if found[2] == "元" else int(found[2])
        year += ERAS[found[1].lower()]
    elif found := re.fullmatch(r"()(\d{4})[年./-](\d+)[月./-](\d+)日?", text):
        year = int(found[2])
    else:
        raise ValueError(f"no date: {text}")
    return datetime.date(year, int(found[3]), int(found[4])).isoformat()


def months(date, count):
    index = date.year * 12 + date.month - 1 + count
    year, month = divmod(index, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month + 1, min(date.day, last))


def add_period(day, period):
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", period)
    years, months_, days = (int(n or 0) for n in found.groups())
    return months(day, years * 12 + months_) + datetime.timedelta(days)


def make_parameters(day, regime):
    year = day.year if day.month >= 4 else day.year - 1
    values = {"today": day, "fiscal_year_start": datetime.date(year, 4, 1), "fiscal_year_end": datetime.date(year + 1, 3, 31),
              "last_fiscal_year_start": datetime.date(year - 1, 4, 1), "last_fiscal_year_end": datetime.date(year, 3, 31),
              "month_start": day.replace(day=1), "month_ago": months(day, -1), "quarter_ago": months(day, -3),
              "half_year_ago": months(day, -6), "year_ago": months(day, -12), "thirteen_months_ago": months(day, -13),
              "two_years_ago": months(day, -24), "three_years_ago": months(day, -36),
              "week_ago": day - datetime.timedelta(7), "in_30_days": day + datetime.timedelta(30),
              "in_90_days": day + datetime.timedelta(90)}
    values = {name: value.isoformat() for name, value in values.items()}
    return values | {"regime": regime, "as_of": f"{day}T14:59:59.999999Z"}
