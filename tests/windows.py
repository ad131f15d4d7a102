"""Windows of the app without a browser; the fixtures `own_folder` and `app` stand in conftest.py."""

from importlib.util import find_spec

from streamlit.testing.v1 import AppTest

from ui import room
from ui.keeping.cabinet import Entry
from ui.keeping.people import ALONE

CASE = """format: 1
title: 供卡与转账
decision_date: 2021-06-01
groups:
  - {id: g, label: 团伙, facts: {telecom_fraud: true, upstream_crime_confirmed: true, gang_used_lines: true}}
persons:
  - {id: jia, name: 甲, facts: {knew_network_crime: true, knew_fraud: false}}
  - {id: yi, name: 乙<b>粗</b>}
conduct:
  - {id: c1, who: [jia], kind: supplying_accounts, serves: [g], from: 2021-01-01, to: 2021-02-01,
     facts: {accounts_supplied: 4, account_inflow: 760_0000}}
  - {id: c2, who: [yi], kind: moving_funds, serves: [g], from: 2021-01-01, to: 2021-02-01,
     facts: {settlement_amount: 760_0000}}
"""


def new_window() -> AppTest:
    """A window that has not run yet."""
    spec = find_spec("ui_app")
    assert spec is not None
    return AppTest.from_file(str(spec.origin), default_timeout=240)


def turned_to(app: AppTest, name: str) -> AppTest:
    """The window at another page from the next run on: AppTest.switch_page knows pages by their files, ours are functions."""
    (app._page_hash,) = (key for key, page in app._registered_pages.items() if page["url_pathname"] == name)
    return app


def page(app: AppTest, name: str) -> AppTest:
    """The window at a page."""
    return sound(turned_to(app, name).run())


def sound(app: AppTest) -> AppTest:
    """The window, on which nothing has gone wrong."""
    assert not app.exception
    assert not [error.value for error in app.error if "程序出错" in error.value]
    return app


def html(app: AppTest) -> str:
    """What is drawn as HTML."""
    return "".join(element.proto.body for element in app.html)


def paste(app: AppTest, text: str) -> AppTest:
    """The window with a case opened from a text."""
    app.segmented_control(key="way").set_value("上传或粘贴案件文件").run()
    app.text_area(key="pasted").set_value(text)
    app.button(key="open_pasted").click().run()
    return sound(app)


def saved() -> list[Entry]:
    """The kept cases."""
    return room.cabinet().listed(ALONE)
