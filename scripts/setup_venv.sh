#!/usr/bin/env bash
# 建虚拟环境（第一个参数是它的位置）。能用的旧环境保留；缺系统软件时请 apt-get 补上。
set -euo pipefail
venv=$1
here=$(dirname "$0")

# pyenv 之类的垫片可能有名无实，所以每个候选都真正运行一次。
recent_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3.11 python3.12 python3}; do
        if recent_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "找不到可用的 Python 3.11 或更新版本（试过：${PYTHON:-python3.11 python3.12 python3}）" >&2
    echo "    → 请安装 Python 3.11 以上，或指明位置：make PYTHON=/路径/python3.11 …" >&2
    return 1
}

# 建虚拟环境要 ensurepip；3.13 以前要编译 durable_rules，需 C 编译器与 Python.h。
install_missing_packages() {
    local python=$1 version missing=()
    version=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=("python$version-venv")
    if "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
        command -v gcc >/dev/null || missing+=(gcc libc6-dev)
        "$python" -c 'import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())' || missing+=("python$version-dev")
    fi
    if [ "${#missing[@]}" -gt 0 ]; then
        "$here/apt_install.sh" "${missing[@]}"
    fi
}

if recent_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi
python=$(find_python)
install_missing_packages "$python"
echo "正在建立虚拟环境 $venv（$("$python" -V)）"
"$python" -m venv --clear "$venv"
# Python 3.11 的虚拟环境自带旧的 setuptools，3.12 起没有。去掉它，各版本才一样；没有一个依赖在运行时需要它。
if "$venv/bin/python" -m pip show --quiet setuptools >/dev/null 2>&1; then
    "$venv/bin/python" -m pip uninstall --quiet --yes setuptools
fi
