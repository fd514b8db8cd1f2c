#!/bin/sh
# Ставит Live из этой папки на Debian или Ubuntu, без сети: sudo sh install.sh
#
# Installs the package that lies beside it, once it has found every file as it was packed. Asks no network.
set -eu

root=${DPKG_ROOT-}
began=$(date +%s)

stop() {
    echo "$1" >&2
    exit 1
}

cd "$(dirname "$(readlink -f "$0")")"
[ "$(id -u)" = 0 ] || stop "Нужны права администратора: sudo sh install.sh"
command -v dpkg >/dev/null || stop "Это не Debian и не Ubuntu: здесь нет dpkg."
sha256sum --quiet --strict --check SHA256SUMS || stop "Файлы повреждены или заменены. Ничего не установлено."
[ "$(dpkg --print-architecture)" = @ARCHITECTURE@ ] ||
    stop "Архив для процессора @ARCHITECTURE@, а здесь $(dpkg --print-architecture)."

# Only a system without Python takes what came along of the system's own packages.
if [ ! -e "$root/usr/bin/python3" ]; then
    [ -d system ] || stop "Здесь нет Python. Нужен архив с пакетами системы: см. «Без интернета» в docs/install.md."
    dpkg --refuse-downgrade --skip-same-version --install system/*.deb
fi

dpkg --install @PACKAGE@
echo "Live @VERSION@ установлен за $(($(date +%s) - began)) с: http://127.0.0.1:8000"
echo "Код первого администратора: journalctl -u live -o cat | grep -A1 /first"
