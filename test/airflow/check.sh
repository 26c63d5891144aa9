#!/bin/sh
# Checks what the thread shows against a real Airflow. Needs `npm ci`, python3 and a package index; where there is
# no uv, it installs one beside Airflow. Takes five minutes, most of them Airflow's own start, twenty times over.
#   sh test/airflow/check.sh 2.10.5 2025-03-01
#   sh test/airflow/check.sh 3.0.6 2025-09-10
# The date keeps out newer packages, as Airflow's own constraints would.
set -eu
version=${1:?which Airflow?}
before=${2:?packages until which day?}
here=$(cd "$(dirname "$0")/../.." && pwd)
folder=${AIRFLOW_CHECK:-/tmp/airflow-check-$version}
# The mark comes last: an installation that was broken off is begun anew.
[ -e "$folder/venv/complete" ] || {
  command -v uv >/dev/null || {
    python3 -m venv "$folder/tools"
    "$folder/tools/bin/pip" install --quiet uv
    PATH="$folder/tools/bin:$PATH"
  }
  rm -rf "$folder/venv"
  uv venv --python 3.11 "$folder/venv"
  uv pip install --python "$folder/venv/bin/python" --exclude-newer "$before" \
    "apache-airflow==$version" apache-airflow-providers-amazon apache-airflow-providers-google
  touch "$folder/venv/complete"
}
(cd "$here" && npx node test/airflow/render.ts "$folder/shown")
"$folder/venv/bin/python" "$here/test/airflow/check.py" "$folder/shown" "${3:---all}"
