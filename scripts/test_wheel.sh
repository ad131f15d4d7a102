#!/usr/bin/env bash
# 打出 wheel，查它的内容，装进空的虚拟环境，再在没有源码的文件夹里跑测试。
set -euo pipefail
venv=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/build/wheel

rm -rf "$work"
mkdir -p "$work/tests_only"
cd "$root"
"$venv/bin/python" -m build --wheel --no-isolation --outdir "$work/dist" . >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
}
"$venv/bin/check-wheel-contents" "$work"/dist/*.whl

# 空环境先装我们的 wheel，再借用 .venv 里已经按锁定文件装好的第三方库，所以不联网。.pth 里加进来的文件夹，
# 其中的 .pth 不再生效：.venv 里指向源码的可编辑安装在这里不起作用，导入的只能是 wheel 里的东西。
"$venv/bin/python" -m venv --without-pip "$work/venv"
"$venv/bin/python" -m pip --python "$work/venv/bin/python" install --quiet --no-index --no-deps "$work"/dist/*.whl
"$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
    >"$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/borrowed.pth"

cp -R tests pyproject.toml "$work/tests_only"
cd "$work/tests_only"
"$work/venv/bin/python" - "$work/venv" <<'PYTHON'
import sys
from importlib.util import find_spec

for name in ("kb", "engine", "search", "paper", "quiz", "ui_app", "zuilian"):
    spec = find_spec(name)
    if spec is None or not spec.origin.startswith(sys.argv[1]):
        sys.exit(f"{name} 不是从 wheel 里导入的：{spec and spec.origin}")
PYTHON
"$work/venv/bin/python" -P -m pytest --numprocesses=2 --dist=loadfile -p no:cacheprovider -m "not browser and not checkout and not slow"
