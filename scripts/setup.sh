#!/usr/bin/env bash
# Makes a virtual environment and installs framing into it.
#   scripts/setup.sh [VENV] [EXTRAS]      VENV default .venv, EXTRAS default all (corpora, review, exports)
# On Linux the registry's plain torch is a CUDA build of several GB. To take the CPU build, set
# TORCH_INDEX=https://download.pytorch.org/whl/cpu (or have a CPU wheel where pip finds links).
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
extras=${2-all}
python=${PYTHON:-python3}

"$python" - <<'PY'
import sys
if sys.version_info < (3, 11):
    sys.exit(f"framing needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3.11")
PY
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }

echo "1/3 torch (needed by sentence-transformers, which framing loads only for other models)"
if ! "$venv/bin/python" -c "import torch" 2>/dev/null; then
  if [ -n "${TORCH_INDEX:-}" ]; then
    pip install --quiet --index-url "$TORCH_INDEX" "torch==2.13.0"
  else
    pip install --quiet "torch==2.13.0"
  fi
fi
echo "2/3 framing${extras:+ with $extras}"
pip install --quiet -e ".${extras:+[$extras]}"
echo "3/3 models: verified, made ready"
"$venv/bin/framing" doctor
