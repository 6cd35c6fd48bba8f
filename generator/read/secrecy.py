"""Classified matter (涉密内容) must not be on a network that is not classified: what its marks look like."""

import re

CLASSIFIED_MARK = re.compile(r"(?:绝密|机密|秘密)\s*★")
"""The mark of classification as GB/T 9704-2012 §7.2.2 prints it."""

CLASSIFIED_HINT = "涉密内容不得进入本系统，请按保密规定处理。"
