# 罪链的镜像：先 make wheelhouse，再 docker build --tag zuilian .
# 应用只从 build/wheelhouse 装，不问任何索引；要联网的只有基础镜像和一种中文字体（导出 PDF 用）。
FROM python:3.11-slim AS install
COPY build/wheelhouse /wheelhouse
RUN python -m venv /opt/zuilian \
    && /opt/zuilian/bin/pip install --no-cache-dir --no-index --find-links /wheelhouse 'zuilian[server]'

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home zuilian \
    && install --directory --owner zuilian --mode 0700 /data
COPY --from=install /opt/zuilian /opt/zuilian
# 案件库在 /data/zuilian；检索索引在镜像里，建镜像时就建好。
ENV PATH=/opt/zuilian/bin:$PATH PYTHONUTF8=1 XDG_DATA_HOME=/data
USER zuilian
WORKDIR /home/zuilian
RUN zuilian search 帮信 --limit 1
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=5)"]
ENTRYPOINT ["zuilian"]
# 容器里要听在 0.0.0.0 上，宿主机才转得进来；这样开的应用必须登录。宿主机一侧请只发布到 127.0.0.1（见 docs/install.md）。
CMD ["ui", "--headless", "--accounts", "--address", "0.0.0.0"]
