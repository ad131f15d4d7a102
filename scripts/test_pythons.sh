#!/usr/bin/env bash
# 打好的 wheel 在本机其他的 Python 上跑测试：各建一个虚拟环境，按锁定文件装第三方库（要联网），在没有源码的文件夹里跑。
# 用哪些：scripts/test_pythons.sh 3.12 3.13；本机没有的略过并说明，一个也没有则失败。
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/build/wheel
wheel=$(ls "$work"/dist/*.whl)
tried=0

# pyenv 之类的垫片可能有名无实，所以每个候选都真正运行一次。
find_python() {
    local candidate
    for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python; do
        if "$candidate" -c '' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

for version in "$@"; do
    python=$(find_python "$version")
    if [ -z "$python" ]; then
        echo "本机没有 Python $version，略过"
        continue
    fi
    venv=$work/python$version
    echo "── Python $("$python" -c 'import platform; print(platform.python_version())')"
    [ -x "$venv/bin/pytest" ] || {
        rm -rf "$venv"
        "$python" -m venv "$venv"
        "$venv/bin/python" -m pip install --quiet --require-hashes --requirement "$root/requirements-dev.lock"
    }
    "$venv/bin/python" -m pip install --quiet --no-index --no-deps --force-reinstall "$wheel"
    (cd "$work/tests_only" && "$venv/bin/python" -P -m pytest --numprocesses=2 --dist=loadfile -p no:cacheprovider \
        -m "not browser and not checkout and not slow")
    tried=$((tried + 1))
done
[ "$tried" -gt 0 ] || {
    echo "一个也没有跑" >&2
    exit 1
}
