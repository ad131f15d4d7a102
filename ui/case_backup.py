"""备份与恢复: one's own cases with all their versions in one file, and back."""

from __future__ import annotations

import datetime
import io
from typing import IO

import streamlit as st

from . import BACKUP_MB
from .doors import acting
from .keeping import backup
from .room import cabinet
from .told import told


def show_backup() -> None:
    """Make a backup and fetch it; choose one and restore it."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("备份")
        st.markdown(
            "您的全部案件连同历次版本、已归档的、回收处的，还有您的题库和学习记录，存成一个文件。请存到另一块磁盘上。"
        )
        st.button("做一份备份", key="back_up", on_click=told, args=(_make,), icon=":material/save:")
        made = st.session_state.get("backup_made")
        if made is not None:
            name, content, words = made
            st.success(words)
            st.download_button(
                "下载备份文件", content, file_name=name, mime="application/zip", on_click="ignore",
                key="fetch_backup", type="primary", icon=":material/download:",
            )  # fmt: skip
    with right:
        st.subheader("恢复")
        st.markdown("已有的案件不会被盖掉：相同的跳过，回收处的放回，不同的另成一份，题名注明“备份中的”。")
        chosen = st.file_uploader(
            f"选择备份文件（.zip，不超过 {BACKUP_MB} MB）",
            type=["zip"],
            key="backup_file",
            max_upload_size=BACKUP_MB,
        )
        st.button("恢复", key="restore_backup", on_click=_restore, disabled=chosen is None)


def _make() -> None:
    file = io.BytesIO()
    written = backup.back_up(cabinet().store, acting(), file)
    words = f"备份里有 {written.cases} 件案件、{written.banks} 个题库。"
    if written.damaged:
        words += f"另有 {written.damaged} 个旧版本已损坏，没有收入。"
    name = f"zuilian-{datetime.datetime.now():%Y%m%d-%H%M}.zip"  # noqa: DTZ005 - the officer's clock
    st.session_state["backup_made"] = (name, file.getvalue(), words)


def _restore() -> None:
    chosen = st.session_state.get("backup_file")
    if chosen is not None:
        told(_bring_back, chosen)


def _bring_back(chosen: IO[bytes]) -> str:
    came = backup.restore(cabinet().store, acting(), chosen)
    return (
        f"恢复完毕：新收入 {came.new} 件，本来就有的 {came.present} 件，"
        f"与现有不同而另成一份的 {came.beside} 件，都在案件列表里；新收入题库 {came.banks} 个，在“出题”里。"
    )
