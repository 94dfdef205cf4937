"""agrees.py WHEEL: exits with 0 if an installer that runs on this Python would take the wheel (by PyPI's `packaging`)."""

import os
import sys

from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename

sys.exit(not (parse_wheel_filename(os.path.basename(sys.argv[1]))[3] & set(sys_tags())))
