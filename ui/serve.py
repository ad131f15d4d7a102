"""`python -m ui.serve run ui_app.py` is `streamlit run` that asks nobody outside for this machine's address.

Streamlit 1.67 looks its own public address up at a web service where it listens on every address, and where a page of
another origin tries to connect.
"""

from streamlit import net_util
from streamlit.web.cli import main

net_util.get_external_ip = lambda: None

if __name__ == "__main__":
    main(prog_name="streamlit")
