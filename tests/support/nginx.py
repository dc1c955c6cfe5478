"""The shipped nginx.conf on free ports, with a certificate of our own, in front of one server."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
AROUND = """daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{servers} }}
"""


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A key and a certificate for ``name`` that only this test trusts."""
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        + ["-nodes", "-days", "2", "-subj", f"/CN={name}"]
        + ["-addext", f"subjectAltName=DNS:{name},DNS:localhost", "-keyout", key, "-out", chain],
        check=True,
        capture_output=True,
    )
    return key, chain


def filled(name: str, port: int, upstreams: list[int], key: Path, chain: Path) -> str:
    """The shipped configuration with the marked lines changed."""
    servers = "\n".join(f"    server 127.0.0.1:{one} max_fails=0;" for one in upstreams)
    text = CONF.read_text()
    text = re.sub(r"    server 127\.0\.0\.1:8000.*", servers, text)
    text = re.sub(r"listen \[::\].*;\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port + 1};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = text.replace("wijk.testgem.be", name)
    text = text.replace("/etc/ssl/renogroep/fullchain.pem", str(chain))
    return text.replace("/etc/ssl/renogroep/privkey.pem", str(key))


@contextmanager
def in_front(folder: Path, name: str, port: int, upstreams: list[int]) -> Iterator[ssl.SSLContext]:
    """nginx on ``port`` of this machine; gives the trust with which a client calls it."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    assert program, "install nginx: it is a part of make test-machines"
    key, chain = certificate(folder, name)
    conf = folder / "nginx.conf"
    conf.write_text(AROUND.format(folder=folder, servers=filled(name, port, upstreams, key, chain)))
    subprocess.run([program, "-t", "-c", conf], check=True, capture_output=True)
    server = subprocess.Popen([program, "-c", conf])
    try:
        until = time.monotonic() + 10
        while not (folder / "nginx.pid").exists() and time.monotonic() < until:
            time.sleep(0.05)
        yield ssl.create_default_context(cafile=str(chain))
    finally:
        server.terminate()
        server.wait(timeout=10)
