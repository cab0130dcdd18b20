#!/usr/bin/env bash
# Fetches what training needs and no user does, then cuts it into arrays: setup.sh WORK_FOLDER
# Debian: fonts and wallpapers; npm: icon sets (versions in package.json); PyPI: requirements.txt. Needs apt, npm and Python 3.11.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:?usage: setup.sh WORK_FOLDER}
mkdir -p "$work/npm" "$work/debs" && cd "$work"

fonts="fonts-dejavu-core fonts-dejavu-extra fonts-liberation fonts-freefont-ttf fonts-roboto-unhinted fonts-open-sans fonts-lato fonts-noto-mono
  fonts-cantarell fonts-hack fonts-urw-base35 fonts-comfortaa fonts-lobstertwo"
apt-get update -qq && apt-get install -y -qq $fonts

(cd debs && apt-get download plasma-workspace-wallpapers lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 ukui-wallpapers)
for package in debs/plasma*.deb debs/lomiri*.deb; do dpkg -x "$package" wallpapers-train; done
dpkg -x debs/ukui*.deb wallpapers-test

cp "$here/package.json" npm/ && (cd npm && npm install --no-audit --no-fund)
python3 -m venv venv && venv/bin/pip install -q -r "$here/requirements.txt"
venv/bin/python "$here/artwork.py" --modules npm/node_modules --out sprites.npz
venv/bin/python "$here/backgrounds.py" --train wallpapers-train --test wallpapers-test --media "$here/../../media" --out backgrounds.npz
echo "Ready. Next: venv/bin/python $here/train_eyes.py --data $work --out $work/checkpoints"
