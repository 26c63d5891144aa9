"""Holds what the thread shows against a real Airflow: run it with that Airflow's own python.

    node test/airflow/render.ts /tmp/shown
    /path/to/airflow-venv/bin/python test/airflow/check.py /tmp/shown [--quick]

It needs apache-airflow with the amazon and google providers, and no network: AWS and Google are
servers of its own.
"""

import ast
import atexit
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="airflow-check-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.update(
    AIRFLOW_HOME=HOME,
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{HOME}/airflow.db",
    AIRFLOW__LOGGING__LOGGING_LEVEL="ERROR",
    AWS_REGION="eu-west-1",
    AWS_DEFAULT_REGION="us-east-2",
    AWS_ACCESS_KEY_ID="AKIDLOCAL",
    AWS_SECRET_ACCESS_KEY="local",
    PYTHONWARNINGS="ignore",
)
SHOWN = Path(sys.argv[1])
FORMS = json.loads((SHOWN / "forms.json").read_text())
FAILED = []


def check(what, is_so, detail=""):
    print("ok  " if is_so else "FAIL", what, "" if is_so else detail)
    if not is_so:
        FAILED.append(what)


class Cloud(BaseHTTPRequestHandler):
    """STS, Google's token and API endpoints, in as much as the hooks ask of them."""

    asked = []
    over = threading.Event()
    mode = "granted"

    def log_message(self, *_args):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        Cloud.asked.append((self.path, body, self.headers.get("authorization", "")))
        if Cloud.mode == "silent":
            return Cloud.over.wait(60)
        if "Action=" in body:
            return self.sts(body)
        if Cloud.mode == "denied":
            return self.answer(403, '{"error": {"code": 403, "message": "denied by the owner"}}')
        if "generateAccessToken" in self.path:
            return self.answer(200, '{"accessToken": "t", "expireTime": "2099-01-01T00:00:00Z"}')
        if "Permissions" in self.path:
            return self.answer(200, '{"permissions": ["one"]}')
        return self.answer(200, '{"id": "acme-analytics:daily"}')

    def sts(self, body):
        from urllib.parse import parse_qs

        form = {key: value[0] for key, value in parse_qs(body).items()}
        if Cloud.mode == "denied":
            return self.answer(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                "<Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>",
                "text/xml",
            )
        if form["Action"] == "AssumeRole":
            name = form["RoleArn"].split("/")[-1]
            Cloud.assumed = f"arn:aws:sts::999988887777:assumed-role/{name}/airflow"
            return self.answer(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId>"
                "<SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>"
                "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                "</AssumeRoleResult></AssumeRoleResponse>",
                "text/xml",
            )
        arn = getattr(Cloud, "assumed", "arn:aws:sts::111122223333:assumed-role/astro-x/y")
        return self.answer(
            200,
            "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            f"<Arn>{arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
            "text/xml",
        )


SERVER = ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{SERVER.server_port}"
# Nobody listens there, and nobody will: what a network without a way looks like, without the wait.
NOWHERE = "http://127.0.0.1:9"


def shell_environment(line):
    """What a shell makes of `NAME='...'`."""
    done = subprocess.run(["sh", "-c", f"{line}; export {line.split('=')[0]}; env -0"], capture_output=True, check=True)
    return dict(one.split("=", 1) for one in done.stdout.decode().split("\0") if "=" in one)


def airflow(*words):
    tool = str(Path(sys.executable).parent / "airflow")
    return subprocess.run([tool, *words], capture_output=True, text=True, check=False)


def from_airflow(cid):
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    return AwsBaseHook.get_connection(cid)


def hook_resolves(cid, extra, how):
    Cloud.mode = "granted"
    Cloud.asked.clear()
    if "role_arn" in extra:
        from urllib.parse import parse_qs

        from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

        os.environ["AWS_ENDPOINT_URL_STS"] = URL
        hook = AwsBaseHook(aws_conn_id=cid, client_type="sts")
        hook.get_conn().get_caller_identity()
        asked = next(parse_qs(body) for _, body, _ in Cloud.asked if "Action=AssumeRole" in body)
        check(f"{cid} {how}: role", asked["RoleArn"] == [extra["role_arn"]], asked)
        check(f"{cid} {how}: region", hook.conn_region_name == extra["region_name"], hook.conn_region_name)
        external = extra.get("assume_role_kwargs", {}).get("ExternalId")
        check(f"{cid} {how}: ExternalId", asked.get("ExternalId", [None]) == [external], asked)
        return
    from airflow.providers.google.common.hooks.base_google import GoogleBaseHook

    hook = GoogleBaseHook(gcp_conn_id=cid)
    credentials, project = hook.get_credentials_and_project_id()
    check(f"{cid} {how}: project", project == extra.get("project", "astronomers-own"), project)
    acts_as = getattr(credentials, "service_account_email", None)
    wanted = extra.get("impersonation_chain")
    check(f"{cid} {how}: impersonation", wanted is None or acts_as == wanted, acts_as)


def google_by_itself():
    """The identity of the Deployment, as its cloud gives it: without asking a metadata server."""
    import google.auth
    from google.auth import credentials

    class Own(credentials.Scoped, credentials.CredentialsWithQuotaProject):
        token = "own"

        def refresh(self, request):
            self.token = "own"

        @property
        def expired(self):
            return False

        @property
        def requires_scopes(self):
            return False

        def with_scopes(self, scopes, default_scopes=None):
            return self

        def with_quota_project(self, quota_project_id):
            return self

    google.auth.default = lambda *_args, **_kwargs: (Own(), "astronomers-own")


def to_our_server(url):
    """Google's endpoints have no variable: what is asked of them is asked of ours instead."""
    import requests

    real = requests.Session.request if not hasattr(to_our_server, "real") else to_our_server.real
    to_our_server.real = real

    def request(self, method, address, *args, **kwargs):
        path = address.split(".com", 1)[-1]
        return real(self, method, url + path if ".googleapis.com" in address else address, *args, **kwargs)

    requests.Session.request = request


def forms():
    for form in FORMS:
        cid = form["id"]
        variable = f"AIRFLOW_CONN_{cid.upper()}"
        os.environ[variable] = form["json"]
        check(f"{cid}: JSON", from_airflow(cid).extra_dejson == form["extra"], from_airflow(cid).extra_dejson)
        os.environ[variable] = shell_environment(form["environment"])[variable]
        check(f"{cid}: environment", from_airflow(cid).extra_dejson == form["extra"])
        hook_resolves(cid, form["extra"], "environment")
        del os.environ[variable]


def commands():
    done = airflow("db", "migrate")
    check("the database", done.returncode == 0, done.stderr[-500:])
    for form in FORMS:
        cid = form["id"]
        words = shlex.split(form["command"])
        done = airflow(*words[1:])
        check(f"{cid}: airflow connections add", done.returncode == 0, done.stderr[-500:])
        got = airflow("connections", "get", cid, "-o", "json")
        try:
            row = json.loads(got.stdout[got.stdout.index("[") :])[0]
        except ValueError:
            check(f"{cid}: airflow connections get", False, got.stdout[-300:] + got.stderr[-300:])
            continue
        extra = row["extra_dejson"]
        extra = extra if isinstance(extra, dict) else ast.literal_eval(extra)
        check(f"{cid}: is kept as it was shown", extra == form["extra"], extra)


def task_functions(path):
    """The DAG as the dag processor reads it, and what its tasks run."""
    import importlib.util

    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    dag = module.prove()
    return {task.task_id: (task.python_callable, task.op_args) for task in dag.tasks}, module


def outcome(run):
    try:
        run[0](*run[1])
        return "PROVEN"
    except RuntimeError as error:
        return str(error)


def dags():
    for form in FORMS:
        os.environ[f"AIRFLOW_CONN_{form['id'].upper()}"] = form["json"]
    for path in sorted((SHOWN / "dags").glob("*.py")):
        tasks, module = task_functions(path)
        ids = {form["id"] for form in FORMS}
        check(f"{path.name}: a task for each connection", set(tasks) <= ids and tasks, tasks)
        for cid, run in tasks.items():
            for mode, said in (("granted", "PROVEN"), ("denied", "DENIED")):
                Cloud.mode = mode
                os.environ["AWS_ENDPOINT_URL_STS"] = URL
                to_our_server(URL)
                check(f"{path.name} {cid}: {mode}", outcome(run).startswith(said), outcome(run))
            if cid in ("redshift", "gcp_analytics", "gcp_loader"):
                Cloud.mode = "silent"
                began = time.monotonic()
                said = outcome(run)
                waited = time.monotonic() - began
                check(f"{path.name} {cid}: no answer in {waited:.0f} s", said.startswith("NETWORK") and waited < 45, said)
            os.environ["AWS_ENDPOINT_URL_STS"] = NOWHERE
            to_our_server(NOWHERE)
            check(f"{path.name} {cid}: no way there", outcome(run).startswith("NETWORK"), outcome(run))
            os.environ["AWS_ENDPOINT_URL_STS"] = URL
            to_our_server(URL)
            Cloud.mode = "granted"
            module.HOST = ("127.0.0.1", 9)
            check(f"{path.name} {cid}: no way to a host", outcome(run).startswith("NETWORK"), outcome(run))
            module.HOST = None


def unknown_connection():
    """Airflow goes on without a connection that it does not find: that is no proof."""
    path = SHOWN / "dags" / "prove_aws_access.py"
    tasks, _ = task_functions(path)
    Cloud.mode = "granted"
    Cloud.assumed = "arn:aws:sts::111122223333:assumed-role/astro-fiery-nebula-1234/y"
    del os.environ["AIRFLOW_CONN_AWS_LAKE"]
    airflow("connections", "delete", "aws_lake")
    said = outcome(tasks["aws_lake"])
    check("a connection that is not there is no proof", said.startswith("DENIED: not by"), said)


if __name__ == "__main__":
    import airflow as installed

    print("Airflow", installed.__version__)
    google_by_itself()
    to_our_server(URL)
    forms()
    # Airflow's command line takes ten seconds to start, and is started twenty times.
    if "--quick" not in sys.argv:
        commands()
    dags()
    if "--quick" not in sys.argv:
        unknown_connection()
    print(f"{len(FAILED)} failed")
    sys.exit(1 if FAILED else 0)
