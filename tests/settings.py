"""The product's settings, on a database and in folders that belong to this test run alone.

FIRSTDOOR_TEST_DB=sqlite (the default) or postgresql. A running server may be named by FIRSTDOOR_TEST_DATABASE_URL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="firstdoor-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["FIRSTDOOR_DATA"] = str(_folder / "data")
os.environ["FIRSTDOOR_KEYS"] = str(_folder / "keys")
os.environ["FIRSTDOOR_SECRET_KEY"] = "only-for-tests"
for _name in ("FIRSTDOOR_DATABASE_URL", "FIRSTDOOR_DEMO", "FIRSTDOOR_DEBUG", "FIRSTDOOR_ALLOWED_HOSTS", "PORT"):
    os.environ.pop(_name, None)

if os.environ.get("FIRSTDOOR_TEST_DB", "sqlite") == "postgresql":
    from tests.postgres import private_postgres

    os.environ["FIRSTDOOR_DATABASE_URL"] = os.environ.get("FIRSTDOOR_TEST_DATABASE_URL") or private_postgres()

from firstdoor.config.settings import *  # noqa: E402,F403
from firstdoor.config.settings import DATABASES, TASKS  # noqa: E402

# A file, not memory: the server that a browser talks to is another thread with a connection of its own.
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 0
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    _options = _database["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"
