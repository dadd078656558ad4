"""Where things are, and what was found wrong."""
import os
import re
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
problems = []


def complain(text):
    problems.append(text)
    print("PROBLEM", text)


def fold(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\s　・.。]", "", text)
    return re.sub(r"no$|ナンバー$", "番号", text)
