"""The Streamlit app: it draws and asks, and decides nothing."""

from importlib.util import find_spec
from pathlib import Path

FILE_MB, BACKUP_MB = 5, 200
"""The largest file that the pages take, and the largest backup: what the server is told is the larger one."""
OPTIONS: dict[str, str] = {
    "server.address": "127.0.0.1",  # nobody else on the network can reach it
    "server.fileWatcherType": "none",  # a module reloaded beside a cached base gives two of every class
    "server.maxUploadSize": str(BACKUP_MB),
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",  # a traceback may hold words of a case
    "client.showErrorLinks": "false",  # they lead to search engines
    "logger.enableRich": "false",
    "runner.postScriptGC": "false",  # a whole collection after every click is a fifth of a second; Python's own suffices
    "theme.base": "light",
    "theme.primaryColor": "#0b4f8a",
    "theme.baseFontSize": "17",
}
"""How `streamlit run ui_app.py` has to be started, apart from the port and whether a browser is opened."""


def flags(**more: str) -> list[str]:
    """The options as command-line flags; `server_port="8501"` adds server.port."""
    options = OPTIONS | {name.replace("_", ".", 1): value for name, value in more.items()}
    return [f"--{name}={value}" for name, value in options.items()]


LEAN = {"MALLOC_ARENA_MAX": "2"}
"""Every click is answered in a thread of its own; two heaps for all of them, for what many heaps hold they seldom give back."""
HERE = ("127.0.0.1", "localhost", "::1")


def how_to_start(
    *, database: str | None, accounts: bool, oidc: Path | None, address: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The environment and further options for an office; ValueError where a door would stand open."""
    if accounts and oidc:
        raise ValueError("--accounts 与 --oidc 只能用一个。→ 去掉一个")
    if address not in HERE and not (accounts or oidc):
        raise ValueError(
            f"不要登录的应用只能开在本机，没有开在 {address} 上。→ 加 --accounts（本地账号）或者 --oidc 文件（统一登录）"
        )
    if oidc is not None and not oidc.is_file():
        raise ValueError(f"--oidc「{oidc}」不是文件。→ 写设置文件的路径，写法见 docs/office.md")
    if oidc is not None and (missing := [name for name in ("authlib", "httpx") if find_spec(name) is None]):
        raise ValueError(
            f"统一登录缺少程序库 {'、'.join(missing)}。→ 执行 pip install 'zuilian[server]' httpx"
        )
    environment = {"ZUILIAN_DOORS": "accounts" if accounts else "oidc" if oidc else "", **LEAN}
    if database:
        environment["ZUILIAN_DATABASE"] = database
    more = {"server_address": address}
    if oidc is not None:
        more["secrets_files"] = str(oidc.absolute())
    return environment, more
