#!/usr/bin/env bash
# 用 apt-get 装上给出的 Debian 软件包：root 直接装，否则用 sudo；都不行就说清楚该由谁执行什么。
set -euo pipefail

packages=("$@")
if ! command -v apt-get >/dev/null; then
    echo "缺少：${packages[*]}（这里没有 apt-get）" >&2
    echo "    → 请用本系统的软件包管理器安装与之相当的软件包，然后重新执行 make" >&2
    exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "缺少：${packages[*]}（安装需要管理员权限，这里没有 sudo）" >&2
        echo "    → 请管理员执行：apt-get install ${packages[*]}，然后重新执行 make" >&2
        exit 1
    fi
    as_root=(sudo)
fi

install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
}

echo "正在安装系统软件包：${packages[*]}"
# 软件包清单可能是旧的或空的：先直接装，装不上再更新清单装一次。
if ! install >/dev/null 2>&1; then
    "${as_root[@]}" apt-get update -qq
    if ! install; then
        echo "安装失败：${packages[*]}" >&2
        echo "    → 请检查网络与软件源，手工执行 apt-get update 和 apt-get install ${packages[*]} 后重试" >&2
        exit 1
    fi
fi
