"""The figures' pages and files over HTTP: every number against plain SQL over the rows; who may read them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.web.house import House

HTML = {"Accept": "text/html"}
