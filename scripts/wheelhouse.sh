#!/usr/bin/env bash
# 做一个离线安装用的文件夹：我们的 wheel 和 sdist，运行所需的全部第三方 wheel（含办公室服务器的几项），文档网站，校验值。
# 先要有 build/site（make docs）。
# 只在这一步联网。durable_rules 只有源码包，在这里编译成 wheel；所以用的机器要与这里同一种系统、同一个 Python 版本。
set -euo pipefail
venv=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
out=build/wheelhouse

rm -rf "$out"
mkdir -p "$out"
"$venv/bin/python" -m build --no-isolation --outdir "$out" . >build/build.log 2>&1 || {
    cat build/build.log >&2
    exit 1
}
"$venv/bin/python" scripts/locked.py >build/server.lock
for lock in requirements.lock build/server.lock; do
    "$venv/bin/python" -m pip wheel --quiet --require-hashes --no-deps --wheel-dir "$out" --requirement "$lock"
done
cp docs/install.md "$out/安装说明.md"
cp -R build/site "$out/文档"
(cd "$out" && find . -type f -print0 | sort -z | xargs -0 sha256sum >../SHA256SUMS && mv ../SHA256SUMS .)
echo "已做好 $out：$(find "$out" -name '*.whl' | wc -l) 个 wheel，$(du -sh "$out" | cut -f1)，Python $("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
