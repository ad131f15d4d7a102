"""How the app looks: one stylesheet, verdicts in words and signs as well as colours."""

from __future__ import annotations

from html import escape

import streamlit as st

VERDICT_SIGNS = {"established": "✔", "undetermined": "？", "not_established": "✘", "not_in_force": "—"}
ELEMENT_SIGNS = {"met": "✔", "not_met": "✘", "unknown": "？"}

STYLE = """
<style>
:root { --zl-ink:#1c2733; --zl-line:#d5dbe1; --zl-blue:#0b4f8a; --zl-calm:#f5f7f9;
        --zl-green:#176639; --zl-amber:#7a4d00; --zl-red:#9c1c1c; --zl-grey:#4a5560; }
html, body, .stApp, .stApp * { font-family: "Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",
  "Microsoft YaHei","PingFang SC","WenQuanYi Micro Hei",sans-serif; }
.stApp [data-testid="stIconMaterial"], .stApp [class*="material-symbols"] {
  font-family: "Material Symbols Rounded" !important; }
.stMainBlockContainer { max-width: 1240px; padding-top: 4.2rem; padding-bottom: 4rem; }
.stApp h1 { font-size: 1.7rem; padding: .2rem 0 .6rem; } .stApp h2 { font-size: 1.35rem; }
.stApp h3 { font-size: 1.12rem; }
.stApp strong, .stApp b { font-weight: 700; }
[data-testid="stDataFrame"] [data-testid="stElementToolbar"], .stElementToolbar { display: none !important; }
[data-testid="stGraphVizChart"] svg { max-width: 100%; height: auto; }
/* words of the framework that are not ours: hints and tool buttons in English */
[data-testid="InputInstructions"], [data-testid="stFileUploaderDropzoneInstructions"],
[data-testid="stStatusWidget"], [data-testid="stHeaderActionElements"] { display: none !important; }
[data-testid="stFileUploaderDropzone"] button { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button * { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button::after { content: "选择文件……"; font-size: 1rem; }
.zl-card { border:1px solid var(--zl-line); border-radius:10px; padding:.9rem 1.1rem; margin:.2rem 0 .4rem;
  background:#fff; color:var(--zl-ink); line-height:1.65; overflow-wrap:anywhere; }
.zl-card h3 { margin:0 0 .3rem; padding:0; font-size:1.2rem; }
.zl-badge { display:inline-block; border:1.5px solid currentColor; border-radius:6px; padding:0 .5rem;
  font-weight:700; white-space:nowrap; margin-right:.4rem; font-size:.95em; }
.zl-established, .zl-met { color:var(--zl-green); } .zl-undetermined, .zl-unknown { color:var(--zl-amber); }
.zl-not_established, .zl-not_met { color:var(--zl-red); } .zl-not_in_force { color:var(--zl-grey); }
.zl-doubt { display:inline-block; background:#fff3d6; color:#6b4200; border:1px dashed #a87000; border-radius:4px;
  padding:0 .3rem; font-size:.8em; white-space:nowrap; }
.zl-warn { color:var(--zl-red); }
.zl-whole { white-space:nowrap; }
.zl-small { color:var(--zl-grey); font-size:.88em; line-height:1.5; }
.zl-card dl, .zl-card dt { margin:0; padding:0; }
.zl-card dl { display:grid; grid-template-columns:max-content 1fr; gap:.15rem .9rem; margin:.4rem 0 !important; }
.zl-card dt { color:var(--zl-grey); } .zl-card dd { margin:0; }
.zl-card details { margin:.1rem 0; } .zl-card summary, .zl-cite > summary { cursor:pointer; }
.zl-card summary:focus-visible { outline:3px solid #f0a000; outline-offset:2px; }
.zl-ladder > summary { padding:.25rem .3rem; border-top:1px solid var(--zl-line); font-weight:600; }
.zl-ladder > ul, .zl-more > ul { margin:.1rem 0 .5rem; padding-left:1.4rem; }
.zl-ladder li { margin:.15rem 0; }
.zl-cite { display:inline-block; vertical-align:top; margin:0 .5rem 0 0 !important; }
.zl-cite[open] { display:block; border-left:4px solid var(--zl-blue); background:var(--zl-calm);
  padding:.3rem .8rem; margin:.3rem 0 !important; }
.zl-cite > summary { color:var(--zl-blue); text-decoration:underline; text-underline-offset:3px; font-size:.92em; }
.zl-more > summary { color:var(--zl-grey); font-size:.92em; }
.zl-law p { margin:.15rem 0; } .zl-law { max-width:46rem; }
.zl-table { border-collapse:collapse; width:100%; } .zl-table th, .zl-table td { border-bottom:1px solid var(--zl-line);
  padding:.35rem .6rem; text-align:left; vertical-align:top; }
.zl-chain { display:flex; flex-wrap:wrap; gap:.7rem; } .zl-link { flex:1 1 15rem; max-width:24rem; border-radius:10px;
  padding:.6rem .8rem; border:2px solid var(--zl-line); background:#fff; line-height:1.5; }
.zl-link.charged { border-color:var(--zl-green); } .zl-link.empty { border:2px dashed var(--zl-red); background:#fff8f6; }
.zl-link.unseen { color:var(--zl-grey); background:var(--zl-calm); }
.zl-hit mark, .zl-card mark { background:#ffe9a8; color:inherit; padding:0 .1em; }
</style>
"""


def dress() -> None:
    """Put the stylesheet on the page."""
    st.html(STYLE)


def badge(kind: str, words: str, sign: str = "") -> str:
    """A word in a frame, coloured and signed."""
    return f'<span class="zl-badge zl-{kind}">{escape(f"{sign} {words}".strip())}</span>'


def card(body: str) -> str:
    """A frame around HTML."""
    return f'<div class="zl-card">{body}</div>'


def rows(pairs: list[tuple[str, str]]) -> str:
    """Terms and what they are, those without anything left out; the values are HTML."""
    shown = "".join(f"<dt>{escape(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f"<dl>{shown}</dl>" if shown else ""


def listed(entries: list[str]) -> str:
    """A list of HTML lines."""
    return "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>" if entries else ""
