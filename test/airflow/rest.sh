#!/usr/bin/env bash
# Runs the client of hand-over against Airflow itself: REST v1 of Airflow 2, v2 of Airflow 3. By hand, not in CI:
#   python3 -m venv /tmp/airflow2 && /tmp/airflow2/bin/pip install "apache-airflow==2.10.5" "connexion<3"
#   python3 -m venv /tmp/airflow3 && /tmp/airflow3/bin/pip install "apache-airflow==3.0.6"
#   test/airflow/rest.sh /tmp/airflow2 /tmp/airflow3
set -euo pipefail
cd "$(dirname "$0")/../.."
two=${1:?the folder of a virtual environment with Airflow 2} three=${2:?one with Airflow 3}
home=$(mktemp -d) pids=()
finish() {
  for pid in "${pids[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
  rm -rf "$home"
}
trap finish EXIT
export AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__LOGGING__LOGGING_LEVEL=WARNING

start() { # name, its virtual environment, command
  local name=$1 at=$2
  shift 2
  mkdir -p "$home/$name"
  AIRFLOW_HOME="$home/$name" PATH="$at/bin:$PATH" setsid bash -c 'airflow db migrate && exec airflow "$@"' - "$@" \
    >"$home/$name.log" 2>&1 &
  pids+=($!)
}
answers() { # url
  for _ in $(seq 120); do
    if curl -sf -o /dev/null "$1"; then return; fi
    sleep 1
  done
  tail -n 20 "$home"/*.log >&2
  return 1
}

# No log-in in Airflow 2; in Airflow 3 a token of whoever asks for one.
mkdir -p "$home/two" && echo "AUTH_ROLE_PUBLIC = 'Admin'" >"$home/two/webserver_config.py"
AIRFLOW__API__AUTH_BACKENDS=airflow.api.auth.backend.default \
  start two "$two" webserver -w 1 -H 127.0.0.1 -p 18282
AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS=True start three "$three" api-server -w 1 -H 127.0.0.1 -p 18283
answers http://127.0.0.1:18282/api/v1/version
answers http://127.0.0.1:18283/api/v2/version
token=$(curl -sf http://127.0.0.1:18283/auth/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
npx -s node --disable-warning=ExperimentalWarning test/airflow/rest.ts http://127.0.0.1:18282 none
npx -s node --disable-warning=ExperimentalWarning test/airflow/rest.ts http://127.0.0.1:18283 "$token"
