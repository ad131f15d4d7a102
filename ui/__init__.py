"""The Streamlit app: it draws and asks, and decides nothing."""

OPTIONS: dict[str, str] = {
    "server.address": "127.0.0.1",  # nobody else on the network can reach it
    "server.fileWatcherType": "none",  # a module reloaded beside a cached base gives two of every class
    "server.maxUploadSize": "5",
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
