#!/usr/bin/env bash
# 浏览器测试要用的 Debian 软件：chromium 与一种中文字体。已经有的不再装。
set -euo pipefail
here=$(dirname "$0")

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v fc-list >/dev/null || missing+=(fontconfig)
# 没有中文字体，截图里的法条全是方块。文泉驿微米黑只有 5 MB，思源黑体有 90 MB。
if [ -z "$(fc-list :lang=zh-cn 2>/dev/null)" ]; then
    missing+=(fonts-wqy-microhei)
fi
if [ "${#missing[@]}" -gt 0 ]; then
    "$here/apt_install.sh" "${missing[@]}"
fi
