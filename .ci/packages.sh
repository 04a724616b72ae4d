# Debian packages, by what they are for. Sourced by .ci/system. "a|b": any of them will do (newer releases renamed some).

# Without these `make setup` cannot go on.
VENV_PACKAGES="python3-venv"

# What Qt loads from the system (the wheels bring the rest), and one Chinese font; without a font every screen is boxes.
# Found by adding to an empty system until a window appeared: libbrotli1 is for QtNetwork, libxcb-cursor0 for any window.
RUN_PACKAGES="libglib2.0-0|libglib2.0-0t64 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libbrotli1
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
  libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0
  fonts-wqy-microhei|fonts-wqy-zenhei|fonts-noto-cjk"

# What tests and benchmarks start besides the program. A test that needs another one (a browser, a database server)
# adds it here, with the reason. Chromium: the call pad's page is tested in a real browser.
# mosquitto: the MQTT source is tested against a real broker (tests start their own, on loopback and a free port).
# PostgreSQL, MariaDB: what most queue servers keep their tickets in; tests start their own, of MariaDB the core is enough.
TEST_PACKAGES="xvfb xauth chromium chromium-driver mosquitto postgresql mariadb-server-core"
