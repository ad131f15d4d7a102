"""题库: build a bank to order, bring one from a file, prove it again, renew what went stale, delete it."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.issues import KnowledgeBaseError
from quiz import KINDS, LEVELS, Bank, Builder, Order, OrderError, Rechecker, Stale, read_order
from quiz.blueprint import blueprint, blueprint_lines

from . import FILE_MB, desk
from .keeping.store import local_time
from .keeping.trouble import Trouble
from .law_day import law_day
from .look import plain
from .quiz_shelf import Kept, Shelf
from .told import DONE, TROUBLE, told

MOST = 200
"""So many items are made at most: the page waits for them. Longer banks are made by `zuilian quiz build`."""
STALE = "quiz_stale"
"""Where the session keeps what a recheck found: the bank, how its file stood, and the stale items."""
PROVISION = "quiz_provision"
"""Where the session keeps the provision that items are wanted on."""
HANDED_OVER = 0.01
"""Seconds for which another window may take its turn between two items."""


def named(bank: Bank) -> str:
    """A bank as a list names it."""
    return f"{bank.title}（{len(bank.items)} 题，按 {bank.as_of} 的法律）"


def show_banks(shelf: Shelf, kept: list[Kept]) -> None:
    """The ways to a bank, and the banks there are."""
    with st.expander("生成题库", expanded=not kept or bool(st.session_state.get(PROVISION))):
        _build(shelf)
    with st.expander("上传题库文件"):
        _upload(shelf)
    st.subheader(f"已有的题库（{len(kept)}）")
    if not kept:
        st.caption("还没有。题库存在您自己的数据文件夹里，别人看不到。")
    for one in kept:
        with st.container(border=True):
            _bank(shelf, one)


def ask_on(citation: str) -> None:
    """Make the page open with a provision, or a document, that items are wanted on."""
    st.session_state["quiz_part"] = "题库"
    st.session_state[PROVISION] = desk.base().statutes.named(citation)


def _build(shelf: Shelf) -> None:
    base = desk.base()
    charges = {charge.id: charge.label for charge in base.charges.values()}
    groups = {rule.id: rule.label for rule in base.distinctions}
    with st.form("quiz_build", border=False):
        title = st.text_input("题库的名称", "题库", key="quiz_title", max_chars=80, autocomplete="off")
        left, right = st.columns(2)
        wanted = _several(left, "罪名（不选即全部）", charges, "quiz_charges")
        apart = _several(right, "区分（容易认错的一组罪名）", groups, "quiz_groups")
        kinds = left.pills(
            "题型（不选即全部）",
            list(KINDS),
            selection_mode="multi",
            format_func=KINDS.__getitem__,
            key="quiz_kinds",
            wrap=True,
        )
        level = right.pills(
            "难度（不选即不限）", list(LEVELS), format_func=LEVELS.__getitem__, key="quiz_level"
        )
        document = left.selectbox(
            "只要引用这个文件的题（不选即不限）",
            [name for name in base.statutes if any(at.startswith(f"{name}:") for at in base.uses)],
            index=None,
            format_func=lambda name: base.statutes[name].name,
            key="quiz_document",
            placeholder="可输入查找",
        )
        provision = right.text_input(
            "只要引用这一条的题（不写即不限）", key=PROVISION, placeholder="刑法287条之二第一款", max_chars=80,
            autocomplete="off",
        )  # fmt: skip
        many, chance, day = st.columns(3)
        count = many.number_input(f"题数（最多 {MOST}）", 1, MOST, 20, key="quiz_count")
        seed = chance.number_input("种子（同一种子出同一套题）", 0, 999_999_999, 1, key="quiz_seed")
        with day:
            as_of = law_day("按哪一天的法律", "quiz_day")
        if st.form_submit_button("生成", type="primary") and as_of is not None:
            try:
                order = read_order(
                    base,
                    count=int(count),
                    as_of=as_of,
                    seed=int(seed),
                    charges=wanted,
                    distinctions=apart,
                    document=document,
                    provision=provision.strip() or None,
                    kinds=kinds,
                    level=level,
                    title=title.strip() or "题库",
                )
            except OrderError as error:
                st.error(str(error))
            else:
                _made(shelf, order)
    st.caption(
        f"每题的答案和每个干扰项都由两个推理器证明，不能证明的不收。超过 {MOST} 题的用命令 zuilian quiz build。"
    )


def _several(place: DeltaGenerator, label: str, names: dict[str, str], key: str) -> list[str]:
    """Any number of what is named, found by typing."""
    return place.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder="可输入查找",
        select_all=False,
    )


def _made(shelf: Shelf, order: Order) -> None:
    bar, turn = st.progress(0.0, text="正在出题……"), desk.alone()

    def progress(done: int, of: int) -> None:
        bar.progress(done / of, text=f"已成 {done} / {of} 题")
        turn.release()
        time.sleep(HANDED_OVER)
        turn.acquire()

    with turn, st.spinner("每题都要证明，请稍候……"):
        bank = Builder(desk.base(), order).bank(progress)
    if not bank.items:
        st.warning("没有合乎要求的题，题库没有建。→ 放宽罪名、题型或者难度")
        return
    st.session_state["quiz_bank"] = shelf.add(bank)
    few = len(bank.items) < order.count
    st.session_state[DONE] = f"已生成 {len(bank.items)} 题，存入“{plain(bank.title)}”。" + (
        f"合乎要求、又不雷同的只有这些，少于所要的 {order.count} 题。" if few else ""
    )
    st.rerun()


def _upload(shelf: Shelf) -> None:
    chosen = st.file_uploader(
        "题库文件（.yaml，由本程序生成）", type=["yaml", "yml"], key="quiz_file", max_upload_size=FILE_MB
    )
    if st.button("收入", key="quiz_take_in", disabled=chosen is None) and chosen is not None:
        try:
            shelf.upload(chosen.name, chosen.getvalue())
        except KnowledgeBaseError as error:
            st.error("这个文件不能用：")
            st.code(str(error), language=None, wrap_lines=True)
        else:
            st.session_state[DONE] = "已收入。别处来的题库，请先复核。"
            st.rerun()


def _bank(shelf: Shelf, one: Kept) -> None:
    if one.bank is None:
        st.markdown("**读不出来的题库**")
        st.code(one.trouble, language=None, wrap_lines=True)
        _delete(shelf, one)
        return
    changed = local_time(one.changed.isoformat())
    st.markdown(f"**{plain(named(one.bank))}**")
    st.caption(f"种子 {one.bank.seed}，{changed:%Y-%m-%d %H:%M} 存入")
    again, cover, fetch, away = st.columns(4)
    if again.button("复核", key=f"quiz_recheck|{one.id}", width="stretch"):
        _recheck(one, one.bank)
    covered = cover.toggle("覆盖情况", key=f"quiz_cover|{one.id}")
    fetch.download_button(
        "下载题库文件", one.file.read_bytes(), f"题库-{one.id}.yaml", "application/yaml",
        key=f"quiz_fetch|{one.id}", on_click="ignore", width="stretch",
    )  # fmt: skip
    with away:
        _delete(shelf, one)
    if covered:
        st.code("\n".join(blueprint_lines(blueprint(one.bank, desk.base()))), language=None, wrap_lines=True)
    _stale(shelf, one, one.bank)


def _delete(shelf: Shelf, one: Kept) -> None:
    with st.popover("删除", width="stretch"):
        st.markdown("删掉就没有了；要留的，先下载题库文件。")
        st.button(
            "删掉这个题库",
            key=f"quiz_delete|{one.id}",
            on_click=told,
            args=(shelf.delete, one.id),
            kwargs={"done": "已删除。"},
        )


def _recheck(one: Kept, bank: Bank) -> None:
    """Prove the bank again; what is stale stays in sight until the file changes."""
    with st.spinner("正在逐题重新证明……"), desk.alone():
        found = list(Rechecker(desk.base(), bank).stale())
    st.session_state[STALE] = (one.id, one.changed, found)


def _stale(shelf: Shelf, one: Kept, bank: Bank) -> None:
    name, changed, found = st.session_state.get(STALE, ("", one.changed, []))
    if name != one.id or changed != one.changed:
        return
    if not found:
        st.success(f"{len(bank.items)} 题，没有过时的。")
        return
    st.warning(f"{len(bank.items)} 题，{len(found)} 题过时，不要再用：")
    places = {item.id: number for number, item in enumerate(bank.items, 1)}
    st.markdown(
        "\n".join(
            f"- **第 {places[entry.item.id]} 题**（{plain(entry.item.id)}）：{plain('；'.join(entry.why))}"
            for entry in found
        )
    )
    if st.button("把过时的重出", key=f"quiz_renew|{one.id}", type="primary"):
        _renew(shelf, one, bank, found)


def _renew(shelf: Shelf, one: Kept, bank: Bank, found: list[Stale]) -> None:
    with st.spinner("正在重出……"), desk.alone():
        renewed, lost = Rechecker(desk.base(), bank).renewed(found)
    try:
        shelf.save(one.id, renewed)
    except Trouble as error:
        st.session_state[TROUBLE] = str(error)
    else:
        gone = f"{len(lost)} 题已不能重出（规则中不再有这样的题），已从题库删去。" if lost else ""
        st.session_state[DONE] = f"已重出 {len(found) - len(lost)} 题。{gone}"
        st.session_state.pop(STALE, None)
    st.rerun()
