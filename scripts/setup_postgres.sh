#!/usr/bin/env bash
# 测试用的 PostgreSQL：只要程序，不要 Debian 自动建的那个服务。已经有的不再装。
set -euo pipefail
here=$(dirname "$0")

if ! command -v postgres >/dev/null && ! compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null; then
    "$here/apt_install.sh" postgresql
fi
