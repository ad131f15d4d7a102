"""The Streamlit app: it draws and asks, and decides nothing."""
