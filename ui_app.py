"""The Streamlit app: `zuilian ui` runs it. Pages are in ui/pages."""

import logging
import traceback
from collections.abc import Callable

import streamlit as st

from ui import doors
from ui.keeping.trouble import Trouble
from ui.look import dress, turned
from ui.pages import about, case, compare, findings, paste, quiz, search, statutes

log = logging.getLogger("zuilian.ui")


def guarded(page: Callable[[], None]) -> Callable[[], None]:
    """The page, with a plain message where it fails; the log names places, nothing of a case."""

    def run() -> None:
        try:
            page()
        except Trouble as error:
            st.error(str(error))
        except Exception as error:  # noqa: BLE001 - the last line of defence
            places = [
                f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]
            ]
            log.error(  # noqa: TRY400 - the text of an error may hold words of a case
                "%s in %s", type(error).__name__, " < ".join(reversed(places))
            )
            st.error(
                "程序出错，这一页没能显示完。已存入的案件没有丢失。可以先撤销上一步，或者重新载入页面。\n\n"
                f"报告问题时请附上：{type(error).__name__}，{'，'.join(reversed(places))}"
            )

    return run


def admitted() -> bool:
    """Whether the visitor may come in; a store that cannot be opened is told, and keeps everybody out."""
    try:
        return doors.admit()
    except Trouble as error:
        st.error(str(error))
        return False


st.set_page_config(page_title="罪链", page_icon="⚖️", layout="wide")
dress()
PAGES = {
    "case": st.Page(guarded(case.show), title="案件", url_path="case", default=True),
    "findings": st.Page(guarded(findings.show), title="结论", url_path="findings"),
    "compare": st.Page(guarded(compare.show), title="对照", url_path="compare"),
    "search": st.Page(guarded(search.show), title="检索", url_path="search"),
    "statutes": st.Page(guarded(statutes.show), title="条文", url_path="statutes"),
    "paste": st.Page(guarded(paste.show), title="引文检查", url_path="paste"),
    "quiz": st.Page(guarded(quiz.show), title="出题", url_path="quiz"),
    "about": st.Page(guarded(about.show), title="关于", url_path="about"),
}
st.session_state["pages"] = PAGES
shown = st.navigation(list(PAGES.values()), position="top")
if admitted():
    shown.run()
    turned()
