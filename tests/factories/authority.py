"""A time authority (RFC 3161) on this machine, made of OpenSSL's command line."""

from __future__ import annotations

import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = (
    "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=Test time\n"
    "[v3]\nextendedKeyUsage=critical,timeStamping\n[tsa]\ndefault_tsa=one\n[one]\nserial=serial\n"
    "signer_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3\ndigests=sha256\n"
)


@contextmanager
def time_authority(folder: Path) -> Iterator[str]:
    """Its address, while inside; under `/wrong` it gives no stamp."""
    (folder / "tsa.cnf").write_text(_SETTINGS)
    (folder / "serial").write_text("01\n")
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem"]
    subprocess.run([*key, "-config", "tsa.cnf"], cwd=folder, check=True, capture_output=True)

    class Authority(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "q").write_bytes(query)
            command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-out", "r"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "r").read_bytes() if self.path == "/" else b"no stamp")

        def log_message(self, *_: object) -> None:
            """Nothing on the console."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
