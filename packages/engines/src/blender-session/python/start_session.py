"""What Blender is started with: `blender -b SCENE --python start_session.py -- key=value ...`."""

import os
import sys

# Nothing is written beside the program: it may be installed where this user may not write.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from renderonline_session.session import run  # noqa: E402

run()
